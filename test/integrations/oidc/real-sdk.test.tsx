import { act, renderHook } from "@testing-library/react";
import { authRuleFor } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { createElement, type PropsWithChildren } from "react";
import { type AuthContextProps, AuthProvider, useAuth } from "react-oidc-context";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type OidcAuth, useOidcTokenSource } from "../../../src/integrations/oidc.ts";
import { renderApp } from "../support/render-app.tsx";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { CLIENT_ID, createUserManager, type OidcServer, startProvider } from "./support/start-provider.ts";

let provider: OidcServer;
let cloud: OwnAuthority;
let slashed: OwnAuthority;
beforeAll(async () => {
  provider = await startProvider();
  const { issuer, jwksUrl } = provider;
  const input = { jwksUrl, audience: CLIENT_ID, organization: "org?" };
  cloud = await startOwnAuthority([authRuleFor("oidc", { ...input, issuer })]);
  slashed = await startOwnAuthority([authRuleFor("oidc", { ...input, issuer: `${issuer}/` })]);
}, 240_000);
afterAll(async () => {
  await Promise.all([cloud?.close(), slashed?.close()]);
  await provider?.close();
});

/** Opens an app in a new browser, which has its own cookies. */
function start(options: { cloudUrl?: string; scope?: string } = {}) {
  const { browser, userManager } = createUserManager(
    provider,
    options.scope === undefined ? {} : { scope: options.scope },
  );
  let auth: AuthContextProps | undefined;
  const wrap = ({ children }: PropsWithChildren) => createElement(AuthProvider, { userManager }, children);
  const app = renderApp({
    useSource: () => {
      auth = useAuth();
      return useOidcTokenSource(auth, {
        organization: ({ profile }) => (profile["org"] as string | undefined) ?? null,
      });
    },
    Providers: wrap,
    cloudUrl: options.cloudUrl ?? cloud.url,
  });
  return {
    app,
    browser,
    signIn: (person: string) =>
      act(async () => {
        // The provider asks the user before it replaces a session, so end the previous session first.
        browser.clear();
        await auth?.signinPopup({ prompt: "login", login_hint: person });
      }),
    signOut: () => act(async () => auth?.removeUser()),
  };
}

describe("oidc", () => {
  it("sign-in: the ID token of a certified OpenID provider opens a workspace", async () => {
    const { app, signIn } = start();
    await app.untilSignedOut();
    await signIn("ada");
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "ada" });
    expect(await app.callApi()).toMatchObject({ status: 200 });
    expect(decodeJwt(app.exchanges[0]?.token ?? "")).toMatchObject({ iss: provider.issuer, aud: CLIENT_ID });
  });

  it("sign-in: a forced refresh renews the ID token without a login while the provider's session lasts", async () => {
    const { app, signIn } = start();
    await signIn("ada");
    await app.untilWorkspace();
    await app.refresh();
    const [first, second] = app.exchanges;
    expect(second).toMatchObject({ status: 200 });
    expect(second?.token).not.toBe(first?.token);
  });

  it("switch: the app opens another workspace if the organization or user of the OIDC session changes", async () => {
    const { app, signIn } = start();
    await signIn("ada@one");
    await app.untilWorkspace("one:ada@one");
    await signIn("ada@two");
    await app.untilWorkspace("two:ada@two");
    await signIn("grace");
    expect(await app.untilWorkspace("grace")).toEqual({ userId: "grace", workspaceId: "grace" });
    expect(await app.callApi()).toMatchObject({ status: 200 });
  });

  it("sign-out: after the OIDC SDK removes the user, API calls fail with `signed_out`", async () => {
    const { app, signIn, signOut } = start();
    await signIn("ada");
    await app.untilWorkspace();
    await signOut();
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("sign-out: the next refresh detects that the session at the provider has ended", async () => {
    const { app, browser, signIn } = start();
    await signIn("ada");
    await app.untilWorkspace();
    browser.clear();
    await app.refresh();
    await app.untilSignedOut();
  });

  it("failure: the authority rejects a token if only the rule's issuer ends with a slash", async () => {
    const { app, signIn } = start({ cloudUrl: slashed.url });
    await signIn("ada");
    expect(await app.untilError()).toMatchObject({
      code: "rejected",
      message: expect.stringContaining("No auth rule matches the JWT iss and aud claims"),
    });
  });

  it("failure: a missing scope `openid` causes an error that names the scope", async () => {
    const { app, signIn } = start({ scope: "profile" });
    await signIn("ada");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "The OpenID provider returned no ID token.",
      remedy: 'Request the scope "openid".',
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: useOidcTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useOidcTokenSource(useAuth as unknown as OidcAuth))).toThrow(
      "useOidcTokenSource() was given an object without isLoading, signinSilent.",
    );
  });
});
