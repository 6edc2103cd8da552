import { randomUUID } from "node:crypto";
import { createClient } from "@supabase/supabase-js";
import { act } from "@testing-library/react";
import { useSupabaseTokenSource } from "assistant-cloud-auth/supabase";
import { vi } from "vitest";
import { type Person, startSupabase } from "../supabase/start-supabase.ts";
import { renderApp } from "../support/render-app.tsx";
import { type Browser, runMatrix } from "./run-matrix.ts";
import type { Situation } from "./situations.ts";
import { watchRenewals } from "./watch-renewals.ts";

const ADA = "0b7e8f7e-1111-4222-8333-444444444444";
const BOB = "0b7e8f7e-5555-4666-8777-888888888888";
const PASSWORD = "correct horse battery staple";
/** For this many milliseconds after a failed refresh, Supabase's client sends no new request. */
const COOLDOWN_MS = 60_000;

async function start(situation: Situation): Promise<Browser> {
  const ada: Person = { id: ADA, email: "ada@example.com", org_id: "org_1" };
  const server = await startSupabase([ada, { id: BOB, email: "bob@example.com" }]);
  const storageKey = randomUUID();
  const create = () =>
    createClient(server.url, "sb_publishable_test", {
      auth: { storageKey, autoRefreshToken: situation === "slowLoad", detectSessionInUrl: false },
    });
  const supabase = create();
  const refused = (code: string, status: number) =>
    Response.json({ code, message: code }, { status, headers: { "X-Supabase-Api-Version": "2024-01-01" } });
  const renewals = watchRenewals(
    ({ url, body }) =>
      url.searchParams.get("grant_type") === "refresh_token"
        ? (JSON.parse(body) as { refresh_token: string }).refresh_token
        : undefined,
    {
      "429": () => refused("over_request_rate_limit", 429),
      expired: () => refused("refresh_token_not_found", 400),
    },
  );
  const open = (client = supabase) =>
    renderApp({ useSource: () => useSupabaseTokenSource(client), sourceTimeoutMs: 3_000, random: () => 0 });
  const signIn = (email: string, client = supabase) =>
    act(async () => void (await client.auth.signInWithPassword({ email, password: PASSWORD })));
  /**
   * Expires the access token. While the access token is valid, Supabase's client does not end the session when a
   * refresh is rejected.
   */
  const expire = () => {
    const stored = JSON.parse(localStorage.getItem(storageKey) ?? "");
    localStorage.setItem(storageKey, JSON.stringify({ ...stored, expires_at: Math.floor(Date.now() / 1000) - 1 }));
  };
  vi.spyOn(console, "error").mockImplementation(() => {});
  return {
    renewals,
    workspaces: { ada: `org_1:${ADA}`, bob: BOB, adaInOtherOrganization: `org_2:${ADA}` },
    async openSignedIn() {
      const page = open();
      await page.untilSignedOut();
      await signIn("ada@example.com");
      return page;
    },
    openTab: async () => open(create()),
    expire,
    recover: () => void vi.setSystemTime(Date.now() + COOLDOWN_MS),
    signInAgain: () => signIn("ada@example.com"),
    startOwnRenewal: () => supabase.auth.refreshSession(),
    storeBobsSession: () => signIn("bob@example.com", create()),
    async switchOrganization() {
      ada.org_id = "org_2";
      await act(async () => void (await supabase.auth.refreshSession()));
    },
  };
}

runMatrix("supabase", "supabase-js, with a local stand-in for Supabase Auth", start);
