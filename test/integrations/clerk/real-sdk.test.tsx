import { ClerkProvider, useAuth } from "@clerk/react";
import { renderHook } from "@testing-library/react";
import type { ComponentProps, PropsWithChildren } from "react";
import { describe, expect, it } from "vitest";
import { type ClerkAuth, useClerkTokenSource } from "../../../src/integrations/clerk.ts";
import { renderApp } from "../support/render-app.tsx";
import { type ClerkSession, createClerk, documentedTemplate } from "./support/create-clerk.ts";

type ClerkProp = Exclude<ComponentProps<typeof ClerkProvider>["Clerk"], undefined>;
const publishableKey = `pk_test_${btoa("happy-otter-12.clerk.accounts.dev$")}`;
const ada: ClerkSession = { user: "user_ada", organization: "org_1" };

function start(
  session: ClerkSession | null,
  templates: Parameters<typeof createClerk>[1] = { "assistant-ui": documentedTemplate },
  useHook: (auth: ClerkAuth) => ReturnType<typeof useClerkTokenSource> = (auth) => useClerkTokenSource(auth),
) {
  const { clerk, ...rest } = createClerk(session, templates);
  const props = { publishableKey, Clerk: clerk as unknown as ClerkProp };
  const wrap = ({ children }: PropsWithChildren) => <ClerkProvider {...props}>{children}</ClerkProvider>;
  return { ...rest, app: renderApp({ useSource: () => useHook(useAuth()), Providers: wrap }) };
}

describe("clerk", () => {
  it("sign-in: the token of a Clerk template opens the user's workspace in the organization", async () => {
    const { app, getToken } = start(ada);
    const expected = { userId: "user_ada", workspaceId: "org_1:user_ada" };
    expect(await app.untilWorkspace()).toEqual(expected);
    expect(await app.callApi()).toEqual({ status: 200, caller: expected });
    expect(getToken).toHaveBeenLastCalledWith({ template: "assistant-ui", skipCache: false });
    await app.refresh();
    expect(app.exchanges.map(({ status }) => status)).toEqual([200, 200]);
  });

  it("sign-in: a rule with an audience rejects Clerk's session token, which has no audience", async () => {
    const { app } = start(ada, {}, (auth) => useClerkTokenSource(auth, { template: null }));
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
  });

  it("switch: the app opens another workspace if the organization or the user in Clerk changes", async () => {
    const { app, switchSession } = start(ada);
    await app.untilWorkspace("org_1:user_ada");
    await switchSession({ user: "user_ada", organization: "org_2" });
    expect(app.shown().workspaceId).not.toBe("org_1:user_ada");
    await app.untilWorkspace("org_2:user_ada");
    await switchSession({ user: "user_grace" });
    expect(await app.untilWorkspace("user_grace")).toEqual({ userId: "user_grace", workspaceId: "user_grace" });
    expect(await app.callApi()).toMatchObject({ status: 200, caller: { userId: "user_grace" } });
  });

  it("sign-out: after the user signs out of Clerk, API calls fail with `signed_out`", async () => {
    const { app, switchSession } = start(ada);
    await app.untilWorkspace();
    await switchSession(null);
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("sign-out: a user whose Clerk session has pending tasks is treated as signed out", async () => {
    const { app, switchSession } = start({ ...ada, status: "pending" });
    await app.untilSignedOut();
    await switchSession(ada);
    await app.untilWorkspace("org_1:user_ada");
  });

  it("failure: a missing JWT template causes an error that names the template", async () => {
    const { app } = start(ada, { "another-template": documentedTemplate });
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: 'Clerk has no JWT template named "assistant-ui".',
      remedy: expect.stringContaining("JWT templates"),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: the app does not exchange Clerk's session token, and the error names the JWT template", async () => {
    const { app } = start(ada, {}, (auth) => useClerkTokenSource({ ...auth, getToken: () => auth.getToken() }));
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Clerk returned its session token, which has no audience.",
      remedy: expect.stringContaining('"assistant-ui"'),
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: the authority rejects a Clerk token whose audience is missing or belongs to another app", async () => {
    for (const claims of [{}, { aud: "another-app" }]) {
      const { app } = start(ada, { "assistant-ui": () => claims });
      expect(await app.untilError()).toMatchObject({
        code: "rejected",
        message: expect.stringContaining("No auth rule matches the JWT iss and aud claims"),
      });
      app.unmount();
    }
  });

  it("failure: useClerkTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useClerkTokenSource(useAuth as unknown as ClerkAuth))).toThrow(
      "useClerkTokenSource() was given an object without isLoaded, getToken.",
    );
  });
});
