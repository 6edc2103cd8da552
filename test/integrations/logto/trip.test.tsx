import { type LogtoConfig, LogtoProvider, useLogto } from "@logto/react";
import { act } from "@testing-library/react";
import type { TokenSource } from "assistant-cloud-auth";
import { type LogtoTokenSourceOptions, useLogtoTokenSource } from "assistant-cloud-auth/logto";
import { type PropsWithChildren, useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { serveVendor } from "../serve-vendor.ts";
import { renderApp } from "../support/render-app.tsx";
import { vendorOf } from "../support/vendor-of.ts";
import { requestOf } from "../token-request.ts";

const appId = "logto-app";
const resource = "https://api.example.com";

/** Logto, answering its SDK over HTTP; who is signed in lies in this browser, as after a return to the app. */
async function startLogto() {
  const state = { user: "ada000000001", refusal: null as string | null };
  const vendor = vendorOf("logto");
  const idToken = () => vendor.sign({ sub: state.user, aud: appId });
  const url: URL = await serveVendor(async ({ path, fields }) => {
    if (path === "/oidc/.well-known/openid-configuration") {
      const endpoint = (name: string) => `${url.origin}/oidc/${name}`;
      return {
        body: {
          issuer: vendor.issuer,
          jwks_uri: vendor.jwksUrl,
          authorization_endpoint: endpoint("auth"),
          token_endpoint: endpoint("token"),
          userinfo_endpoint: endpoint("me"),
          end_session_endpoint: endpoint("session/end"),
          revocation_endpoint: endpoint("token/revocation"),
        },
      };
    }
    if (path !== "/oidc/token") return {};
    const { resource: asked, organization_id, refresh_token } = fields;
    const refusal = state.refusal ?? (asked === undefined || asked === resource ? null : "invalid_target");
    if (refusal !== null) return { status: 400, body: { code: `oidc.${refusal}`, message: refusal, error: refusal } };
    const claims = { sub: state.user, jti: "token-1", ...(organization_id === undefined ? {} : { organization_id }) };
    const isOpaque = asked === undefined && organization_id === undefined;
    return {
      body: {
        access_token: isOpaque ? "fv2XJNRkA1nTnOMbK7dsTPZ0kyO3m" : await vendor.sign(claims),
        refresh_token,
        id_token: await idToken(),
        expires_in: 3600,
        scope: "openid offline_access profile",
      },
    };
  });
  const signIn = async (user: string) => {
    state.user = user;
    localStorage.setItem(`logto:${appId}:idToken`, await idToken());
    localStorage.setItem(`logto:${appId}:refreshToken`, "refresh-1");
  };
  await signIn(state.user);
  config = { endpoint: url.origin, appId, resources: [resource] };
  return { state, signIn };
}

let config: LogtoConfig | undefined;

function Providers({ children }: PropsWithChildren) {
  return config && <LogtoProvider config={config}>{children}</LogtoProvider>;
}

/** What the page was rendered with, and what it has in hand. */
const page: {
  first: LogtoTokenSourceOptions;
  choose?: (options: LogtoTokenSourceOptions) => void;
  logto?: ReturnType<typeof useLogto>;
  source?: TokenSource;
} = { first: {} };

function useSource(): TokenSource {
  const [options, setOptions] = useState(page.first);
  const logto = useLogto();
  const source = useLogtoTokenSource(logto, options);
  Object.assign(page, { choose: setOptions, logto, source });
  return source;
}

function start(first: LogtoTokenSourceOptions) {
  page.first = first;
  return renderApp({ useSource, Providers });
}

beforeEach(() => {
  localStorage.clear();
  // The SDK reports each failure there.
  vi.spyOn(console, "error").mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

describe("logto", () => {
  it("trip: the access token of an API resource becomes a workspace token", async () => {
    await startLogto();
    const app = start({ resource });
    expect(await app.untilWorkspace()).toEqual({ userId: "ada000000001", workspaceId: "ada000000001" });
    const caller = { userId: "ada000000001", workspaceId: "ada000000001" };
    expect(await app.callApi()).toEqual({ status: 200, caller });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("switch: another organization is another workspace", async () => {
    await startLogto();
    const app = start({ resource, organizationId: "one" });
    await app.untilWorkspace("one:ada000000001");
    act(() => page.choose?.({ resource, organizationId: "two" }));
    expect((await app.untilWorkspace("two:ada000000001")).userId).toBe("ada000000001");
  });

  it("switch: another user, signed in from another tab, takes the place of the first", async () => {
    const { signIn } = await startLogto();
    const app = start({ resource });
    await app.untilWorkspace("ada000000001");
    await signIn("grace0000002");
    // As when the access token of before has expired.
    await act(async () => void (await page.logto?.clearAccessToken()));
    const given = page.source?.getToken(requestOf());
    expect((await app.untilWorkspace("grace0000002")).userId).toBe("grace0000002");
    expect(await Promise.race([given, "held back"])).toBe("held back");
  });

  it("sign-out: back on the page, nobody is signed in", async () => {
    await startLogto();
    const app = start({ resource });
    await app.untilWorkspace();
    // It clears the tokens and leaves the page.
    await act(async () => void (await page.logto?.signOut()));
    app.unmount();
    const next = start({ resource });
    await next.untilSignedOut();
    await expect(next.callApi()).rejects.toMatchObject({ code: "signed_out" });
    expect(next.exchanges).toEqual([]);
  });

  it("failure: without a resource the token is opaque, which is said before anything is sent", async () => {
    await startLogto();
    const app = start({});
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: expect.stringContaining("opaque"),
      remedy: expect.stringContaining("`resource`"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: a resource that Logto does not know is named as such", async () => {
    await startLogto();
    const app = start({ resource: "https://unknown.example.com" });
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("`resources`"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: a refresh token that Logto refuses has signed the user out", async () => {
    const { state } = await startLogto();
    state.refusal = "invalid_grant";
    const app = start({ resource });
    await app.untilSignedOut();
    expect(app.exchanges).toEqual([]);
  });
});
