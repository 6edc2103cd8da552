import { act, renderHook } from "@testing-library/react";
import { renderToString } from "react-dom/server";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  type StytchB2BClient,
  type StytchClient,
  useStytchB2BTokenSource,
  useStytchTokenSource,
} from "../../../src/integrations/stytch.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const START = Math.floor(Date.now() / 1000);
const tokenOf = (sub: string, secondsLeft = 3600) => jwtOf({ sub, exp: START + secondsLeft });

/**
 * Creates a simulated Stytch client whose session the test sets.
 * @param first the session at the start
 * @param jwt the session JWT; null if scripts cannot read it
 */
function createClient<Session>(first: Session | null, jwt: string | null) {
  const listeners = new Set<(session: Session | null) => void>();
  const state = { session: first, fromCache: false, jwt };
  const authenticate = vi.fn(async (): Promise<unknown> => {
    state.jwt = tokenOf("user-1", 7200);
    return {};
  });
  return {
    state,
    listeners,
    emit(session: Session | null) {
      Object.assign(state, { session, fromCache: false });
      act(() => {
        for (const listener of listeners) listener(session);
      });
    },
    session: {
      authenticate,
      getInfo: () => ({ session: state.session, fromCache: state.fromCache }),
      getTokens: () => (state.jwt === null ? null : { session_jwt: state.jwt }),
      onChange(listener: (session: Session | null) => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  };
}
type Session = {
  user_id: string;
  session_id?: string;
  authentication_factors?: { last_authenticated_at: string }[];
};
let client: ReturnType<typeof createClient<Session>>;
const render = () => renderHook(() => useStytchTokenSource(client));
const requestToken = (request = {}) => render().result.current.getToken(requestOf(request));

beforeEach(() => {
  client = createClient<Session>({ user_id: "user-1" }, tokenOf("user-1"));
});

const Key = () => useStytchTokenSource(client).key;

describe("useStytchTokenSource", () => {
  it("returns Stytch's current session JWT while it is valid", async () => {
    expect(await requestToken()).toBe(tokenOf("user-1"));
    expect(client.session.authenticate).not.toHaveBeenCalled();
  });

  it("renews Stytch's JWT near its expiry and does not extend the session", async () => {
    client.state.jwt = tokenOf("user-1", 5);
    expect(await requestToken()).toBe(tokenOf("user-1", 7200));
    expect(await requestToken({ forceRefresh: true })).toBe(tokenOf("user-1", 7200));
    expect(client.session.authenticate.mock.calls).toEqual([[], []]);
  });

  it("reports a sign-out if the Stytch session ends", async () => {
    client.session.authenticate.mockImplementationOnce(async () => {
      client.state.session = null;
      throw new Error("session_not_found");
    });
    await expect(requestToken({ forceRefresh: true })).rejects.toMatchObject({ code: "signed_out" });
  });

  it("during an outage of Stytch, rethrows the error of Stytch unchanged", async () => {
    client.session.authenticate.mockRejectedValueOnce(new Error("Unable to contact our servers."));
    await expect(requestToken({ forceRefresh: true })).rejects.toThrow("Unable to contact our servers.");
  });

  it("if a Stytch session has no JWT, the error names HttpOnly cookies as the likely cause", async () => {
    client.state.jwt = null;
    client.session.authenticate.mockResolvedValueOnce({});
    await expect(requestToken()).rejects.toMatchObject({
      code: "configuration",
      message: "Stytch returned no session JWT.",
      remedy: expect.stringContaining("HttpOnly"),
    });
  });

  it("rejects the JWT of another user who signed in to Stytch in another tab", async () => {
    client.state.jwt = tokenOf("user-2");
    const controller = new AbortController();
    const given = requestToken({ signal: controller.signal });
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("the token source changes if the user changes, but not if Stytch extends the session", async () => {
    const { result, unmount } = render();
    const first = result.current;
    client.emit({ user_id: "user-1" });
    expect(result.current).toBe(first);
    client.emit({ user_id: "user-2" });
    expect(result.current.key).not.toBe(first.key);
    client.emit(null);
    expect(await result.current.getToken(requestOf())).toBe(null);
    unmount();
    expect(client.listeners.size).toBe(0);
  });

  it("F68 the session changes if the same user signs in to Stytch again, but not if Stytch extends the session", () => {
    const sessionOf = (session_id: string, last_authenticated_at: string): Session => ({
      user_id: "user-1",
      session_id,
      authentication_factors: [{ last_authenticated_at }],
    });
    const { result } = render();
    client.emit(sessionOf("session-1", "2026-01-01T00:00:00Z"));
    const first = result.current;
    client.emit(sessionOf("session-1", "2026-01-01T00:00:00Z"));
    expect(result.current).toBe(first);
    client.emit(sessionOf("session-1", "2026-01-02T00:00:00Z"));
    const second = result.current;
    expect(second.key).toBe(first.key);
    expect(second.session).not.toBe(first.session);
    client.emit(sessionOf("session-2", "2026-01-02T00:00:00Z"));
    expect(result.current.session).not.toBe(second.session);
  });

  it("while Stytch restores a session, returns a pending token source", async () => {
    Object.assign(client.state, { session: null, fromCache: true });
    const { result } = render();
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    const loading = result.current;
    client.emit({ user_id: "user-1" });
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("during server rendering, returns a pending token source and does not call the Stytch client", () => {
    const touch = vi.spyOn(client.session, "getInfo");
    expect(renderToString(<Key />)).toBe("loading");
    expect(touch).not.toHaveBeenCalled();
  });

  it("each Stytch hook throws an error that lists the properties that the hook's argument lacks", () => {
    expect(() => renderHook(() => useStytchTokenSource({} as StytchClient))).toThrow(
      "useStytchTokenSource() was given an object without getInfo.",
    );
    expect(() => renderHook(() => useStytchB2BTokenSource(client as unknown as StytchB2BClient))).toThrow(
      "useStytchB2BTokenSource() was given an object without organization_id, member_id.",
    );
  });
});

describe("useStytchB2BTokenSource", () => {
  it("the key of the token source differs for each organization and member", async () => {
    const member = (organization_id: string, member_id: string) => ({ organization_id, member_id });
    const b2b = createClient(member("organization-1", "member-1"), tokenOf("member-1"));
    const { result } = renderHook(() => useStytchB2BTokenSource(b2b));
    const first = result.current;
    expect(await first.getToken(requestOf())).toBe(tokenOf("member-1"));
    b2b.emit(member("organization-2", "member-1"));
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    b2b.emit(member("organization-2", "member-2"));
    expect(result.current.key).not.toBe(second.key);
  });

  it("F68 the session changes if the same member signs in again", () => {
    const sessionOf = (member_session_id: string) => ({ organization_id: "o-1", member_id: "m-1", member_session_id });
    const b2b = createClient(sessionOf("session-1"), tokenOf("m-1"));
    const { result } = renderHook(() => useStytchB2BTokenSource(b2b));
    const first = result.current;
    b2b.emit(sessionOf("session-2"));
    expect(result.current.key).toBe(first.key);
    expect(result.current.session).not.toBe(first.session);
  });
});
