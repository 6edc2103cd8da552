import { createClient as createSupabaseClient } from "@supabase/supabase-js";
import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type SupabaseSession, useSupabaseTokenSource } from "../../../src/integrations/supabase.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const sessionOf = (id: string, org?: string): SupabaseSession => ({
  access_token: jwtOf({ sub: id }),
  user: { id, app_metadata: org === undefined ? {} : { org_id: org } },
});

/**
 * Creates a simulated Supabase client, whose `getSession()` returns `session` and `error`. `emit` changes the session
 * and fires an event.
 */
function createClient(session: SupabaseSession | null = null, error: Error | null = null) {
  const listeners = new Set<(event: string, session: SupabaseSession | null) => void>();
  const answer = { data: { session }, error };
  const auth = {
    getSession: vi.fn(async () => answer),
    refreshSession: vi.fn(async () => ({ data: { session: sessionOf("renewed") }, error: null as Error | null })),
    onAuthStateChange: vi.fn((listener: (event: string, session: SupabaseSession | null) => void) => {
      listeners.add(listener);
      return { data: { subscription: { unsubscribe: () => listeners.delete(listener) } } };
    }),
  };
  const emit = (event: string, next: SupabaseSession | null) => {
    answer.data.session = next;
    act(() => {
      for (const listener of listeners) listener(event, next);
    });
  };
  return { auth, answer, listeners, emit };
}
type Client = ReturnType<typeof createClient>;
const render = (client: Client) =>
  renderHook((given: Client) => useSupabaseTokenSource(given), { initialProps: client });

describe("useSupabaseTokenSource", () => {
  it("returns a pending token source until the Supabase client reports its session", async () => {
    const client = createClient();
    const { result } = render(client);
    const loading = result.current;
    const controller = new AbortController();
    const waiting = loading.getToken(requestOf({ signal: controller.signal }));
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    expect(result.current.key).not.toBe(loading.key);
    expect(client.auth.getSession).not.toHaveBeenCalled();
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("returns the access token of the Supabase session, and renews the session for a forced refresh", async () => {
    const client = createClient();
    const { result } = render(client);
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    expect(await result.current.getToken(requestOf())).toBe(sessionOf("ada").access_token);
    expect(client.auth.refreshSession).not.toHaveBeenCalled();
    client.auth.refreshSession.mockResolvedValueOnce({ data: { session: sessionOf("ada") }, error: null });
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(client.auth.refreshSession).toHaveBeenCalledOnce();
  });

  it("the token source's key changes if the user or organization changes, but not if the token is renewed", () => {
    const client = createClient();
    const { result } = render(client);
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    const first = result.current;
    client.emit("TOKEN_REFRESHED", sessionOf("ada"));
    expect(result.current.key).toBe(first.key);
    client.emit("TOKEN_REFRESHED", sessionOf("ada", "org_1"));
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    client.emit("SIGNED_IN", sessionOf("bob", "org_1"));
    expect(result.current.key).not.toBe(second.key);
  });

  it("the app's `organization` function determines the organization of a Supabase user", () => {
    const client = createClient();
    const { result, rerender } = renderHook(
      ({ team }) => useSupabaseTokenSource(client, { organization: ({ user }) => `${user.id}/${team}` }),
      { initialProps: { team: "one" } },
    );
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    expect(result.current.key).toContain("ada/one");
    rerender({ team: "two" });
    expect(result.current.key).toContain("ada/two");
  });

  it("reports a sign-out if Supabase has no session, even for a forced refresh", async () => {
    const client = createClient();
    const { result } = render(client);
    client.emit("INITIAL_SESSION", null);
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out" });
    await expect(result.current.getToken(requestOf({ forceRefresh: true }))).rejects.toMatchObject({
      code: "signed_out",
    });
    expect(client.auth.refreshSession).not.toHaveBeenCalled();
  });

  it("if Supabase cannot renew the session, reports an error instead of a sign-out", async () => {
    const failure = new Error("Failed to fetch");
    const client = createClient();
    client.answer.error = failure;
    const { result } = render(client);
    client.emit("INITIAL_SESSION", null);
    await expect(result.current.getToken(requestOf())).rejects.toBe(failure);
  });

  it("the token source of one Supabase user never returns another user's token", async () => {
    const client = createClient();
    const { result } = render(client);
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    client.answer.data.session = sessionOf("bob");
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    await vi.waitFor(() => expect(client.auth.getSession).toHaveBeenCalled());
    await Promise.resolve();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("a token signed with Supabase's legacy secret causes an error that suggests JWT signing keys", async () => {
    const client = createClient();
    const { result } = render(client);
    const header = btoa('{"alg":"HS256","kid":"k","typ":"JWT"}');
    client.emit("INITIAL_SESSION", { ...sessionOf("ada"), access_token: `${header}.e30.c2ln` });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: "Supabase signs tokens with the legacy secret (HS256).",
      remedy: expect.stringContaining("JWT signing keys"),
    });
  });

  it("the hook removes its Supabase listener when the client changes and when the hook unmounts", () => {
    const client = createClient();
    const { result, rerender, unmount } = render(client);
    client.emit("INITIAL_SESSION", sessionOf("ada"));
    const other = createClient();
    rerender(other);
    expect(result.current.key).toBe("loading");
    expect(client.listeners.size).toBe(0);
    unmount();
    expect(other.listeners.size).toBe(0);
  });

  it.each([
    ["auth", {}],
    ["auth", undefined],
    ["getSession", { auth: { onAuthStateChange: () => {} } }],
  ])("throws an error that names the property %s that the Supabase client lacks", (missing, wrong) => {
    expect(() => render(wrong as Client)).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining(missing) }),
    );
  });

  it("rethrows the Supabase client's error if the client has the option `accessToken`", () => {
    const supabase = createSupabaseClient("http://127.0.0.1:9", "sb_publishable_test", { accessToken: async () => "" });
    expect(() => renderHook(() => useSupabaseTokenSource(supabase))).toThrow("accessToken option");
  });
});
