import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { act } from "@testing-library/react";
import { useSupabaseTokenSource } from "assistant-cloud-auth/supabase";
import { describe, expect, it } from "vitest";
import { renderApp } from "../support/render-app.tsx";
import { type Person, startSupabase } from "./start-supabase.ts";

const ADA = "0b7e8f7e-1111-4222-8333-444444444444";
const BOB = "0b7e8f7e-5555-4666-8777-888888888888";
const PASSWORD = "correct horse battery staple";

async function start(legacySecret?: string) {
  const ada: Person = { id: ADA, email: "ada@example.com", org_id: "org_1" };
  const bob: Person = { id: BOB, email: "bob@example.com" };
  const server = await startSupabase([ada, bob], legacySecret);
  const storageKey = randomUUID();
  const supabase = createClient(server.url, "sb_publishable_test", {
    auth: { storageKey, autoRefreshToken: false, detectSessionInUrl: false },
  });
  const app = renderApp({ useSource: () => useSupabaseTokenSource(supabase) });
  const signIn = (email: string) =>
    act(async () => {
      const { error } = await supabase.auth.signInWithPassword({ email, password: PASSWORD });
      expect(error).toBe(null);
    });
  return { ...server, ada, storageKey, supabase, app, signIn };
}

describe("supabase", () => {
  it("sign-in: a Supabase sign-in opens the user's workspace, and a refresh exchanges a new token", async () => {
    const { app, signIn } = await start();
    await app.untilSignedOut();
    await signIn("ada@example.com");
    expect(await app.untilWorkspace(`org_1:${ADA}`)).toEqual({ userId: ADA, workspaceId: `org_1:${ADA}` });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: ADA, workspaceId: `org_1:${ADA}` } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(app.exchanges[1]?.token).not.toBe(app.exchanges[0]?.token);
  });

  it("switch: the app opens another workspace if the organization or the user in Supabase changes", async () => {
    const { ada, supabase, app, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace(`org_1:${ADA}`);
    ada.org_id = "org_2";
    await act(async () => {
      await supabase.auth.refreshSession();
    });
    await app.untilWorkspace(`org_2:${ADA}`);
    await signIn("bob@example.com");
    await app.untilWorkspace(BOB);
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: BOB, workspaceId: BOB } });
  });

  it("sign-out: the end of the Supabase session drops the workspace token", async () => {
    const { supabase, app, signIn } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    await act(async () => {
      await supabase.auth.signOut();
    });
    await app.untilSignedOut();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("failure: the app does not exchange a token with a legacy signature, and the error names HS256", async () => {
    const { app, signIn } = await start("super-secret-jwt-token-with-at-least-32-characters");
    await signIn("ada@example.com");
    expect(await app.untilError()).toMatchObject({
      code: "configuration",
      message: "Supabase signs tokens with the legacy secret (HS256).",
      remedy: "Move the project to JWT signing keys, then rotate.",
    });
    expect(app.exchanges).toEqual([]);
  });

  it("failure: a revoked session signs the user out once its access token has expired", async () => {
    const { app, signIn, storageKey, revokeSessions } = await start();
    await signIn("ada@example.com");
    await app.untilWorkspace();
    revokeSessions();
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "");
    localStorage.setItem(storageKey, JSON.stringify({ ...stored, expires_at: Math.floor(Date.now() / 1000) - 1 }));
    await app.refresh().catch(() => {});
    await app.untilSignedOut();
    expect(app.exchanges).toHaveLength(1);
  });
});
