import { act } from "@testing-library/react";
import { providerTokenSource } from "assistant-cloud-auth";
import type { ProviderName } from "assistant-cloud-server";
import { useSyncExternalStore } from "react";
import { describe, expect, inject, it } from "vitest";
import { presetRows } from "../../../server/test/rules/presets/preset-rows.ts";
import { providerFixtures } from "./provider-fixtures.ts";
import { explain, providerOf } from "./provider-of.ts";
import { renderApp } from "./render-app.tsx";

interface Session {
  user: string;
  organization: string | null;
  audience?: string;
}

/** Simulates an auth SDK: a session that the test sets, and tokens in Clerk's format. */
function createSession(first: Session | null) {
  let session = first;
  const listeners = new Set<() => void>();
  return {
    set(next: Session | null) {
      session = next;
      act(() => {
        for (const listener of listeners) listener();
      });
    },
    useSource() {
      const current = useSyncExternalStore(
        (listener) => {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        () => session,
      );
      return providerTokenSource({
        key: JSON.stringify(current),
        getToken: async () =>
          current === null
            ? null
            : providerOf("clerk").sign({
                sub: current.user,
                org_id: current.organization,
                ...(current.audience === undefined ? {} : { aud: current.audience }),
              }),
      });
    },
  };
}

describe("the test harness for integrations", () => {
  it("the test harness exchanges a provider's token for a workspace token and calls the API", async () => {
    const app = renderApp(createSession({ user: "user_1", organization: "org_1" }));
    expect(await app.untilWorkspace()).toEqual({ userId: "user_1", workspaceId: "org_1:user_1" });
    expect(await app.callApi()).toEqual({
      status: 200,
      caller: { userId: "user_1", workspaceId: "org_1:user_1" },
    });
    expect(app.exchanges).toMatchObject([{ status: 200 }]);
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("the test harness opens the new user's workspace after a switch, and no workspace after a sign-out", async () => {
    const session = createSession({ user: "user_1", organization: "org_1" });
    const app = renderApp(session);
    await app.untilWorkspace("org_1:user_1");
    session.set({ user: "user_2", organization: null });
    expect(app.shown().workspaceId).toBe("");
    expect(await app.untilWorkspace("user_2")).toEqual({ userId: "user_2", workspaceId: "user_2" });
    session.set(null);
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("the test harness reports an error if the authority rejects a token", async () => {
    const app = renderApp(createSession({ user: "user_1", organization: null, audience: "another-app" }));
    const error = await app.untilError();
    expect(error).toMatchObject({ code: "rejected" });
    expect(app.exchanges).toMatchObject([{ status: 403 }]);
  });

  it.each(Object.keys(providerFixtures) as ProviderName[])(
    "the test authority accepts a token of %s and exchanges it for a workspace token",
    async (provider) => {
      const [[, , { userClaim = "sub" }]] = presetRows[provider];
      const token = await providerOf(provider).sign({ [userClaim]: "user-1" });
      const response = await fetch(`${inject("cloud").cloudUrl}/v1/auth/tokens/exchange`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token}` },
      });
      expect(await response.json()).toEqual({ token: expect.any(String) });
      expect(await explain(token)).toMatchObject({ verdict: "accepted", identity: { userId: "user-1" } });
    },
  );
});
