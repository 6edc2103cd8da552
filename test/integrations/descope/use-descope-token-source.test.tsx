import { renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type DescopeSdk, type DescopeSession, useDescopeTokenSource } from "../../../src/integrations/descope.ts";
import { requestOf } from "../token-request.ts";

const part = (value: unknown) => btoa(JSON.stringify(value)).replaceAll("=", "");
const tokenOf = (claims: { sub: string; dct?: string }, secondsLeft = 600) =>
  `${part({ alg: "RS256" })}.${part({ ...claims, exp: Math.floor(Date.now() / 1000) + secondsLeft })}.c2ln`;
const signedIn = (sessionToken: string): DescopeSession => ({
  isSessionLoading: false,
  isAuthenticated: true,
  sessionToken,
});
const signedOut: DescopeSession = { isSessionLoading: false, isAuthenticated: false, sessionToken: null };

type Answer = Awaited<ReturnType<DescopeSdk["refresh"]>>;

function render(session: DescopeSession, answer: Answer = { ok: true }, more: Partial<DescopeSdk> = {}) {
  const refresh = vi.fn(async () => answer);
  const sdk = { refresh, ...more };
  const page = renderHook((given: DescopeSession) => useDescopeTokenSource(given, sdk), { initialProps: session });
  return { ...page, refresh };
}

describe("useDescopeTokenSource", () => {
  it("returns Descope's current session token while it is valid", async () => {
    const token = tokenOf({ sub: "U1" });
    const { result, refresh } = render(signedIn(token));
    expect(await result.current.getToken(requestOf())).toBe(token);
    expect(refresh).not.toHaveBeenCalled();
  });

  it("renews Descope's session token near its expiry and for a forced refresh", async () => {
    const renewed = tokenOf({ sub: "U1" });
    const answer = { ok: true, code: 200, data: { sessionJwt: renewed } };
    const old = render(signedIn(tokenOf({ sub: "U1" }, 9)), answer);
    expect(await old.result.current.getToken(requestOf())).toBe(renewed);
    const forced = render(signedIn(tokenOf({ sub: "U1" }, 500)), answer);
    expect(await forced.result.current.getToken(requestOf({ forceRefresh: true }))).toBe(renewed);
  });

  it("the token source's key changes if the user or tenant changes, but not if the token is renewed", () => {
    const { result, rerender } = render(signedIn(tokenOf({ sub: "U1" }, 500)));
    const first = result.current;
    rerender(signedIn(tokenOf({ sub: "U1" }, 600)));
    expect(result.current.key).toBe(first.key);
    rerender(signedIn(tokenOf({ sub: "U1", dct: "T1" })));
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    rerender(signedIn(tokenOf({ sub: "U2", dct: "T1" })));
    expect(result.current.key).not.toBe(second.key);
  });

  it("while Descope loads, returns a pending token source", async () => {
    const { result } = render({ ...signedOut, isSessionLoading: true });
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("reports a sign-out if Descope has no session or refuses to renew the session", async () => {
    expect(await render(signedOut).result.current.getToken(requestOf())).toBe(null);
    const expired = { ok: false, code: 401, error: { errorCode: "E061005" } };
    const { result } = render(signedIn(tokenOf({ sub: "U1" }, 1)), expired);
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F70 does not renew a token that expires in 15 seconds, because Descope's SDK renews such a token", async () => {
    const token = tokenOf({ sub: "U1" }, 15);
    const { result, refresh } = render(signedIn(token));
    expect(await result.current.getToken(requestOf())).toBe(token);
    expect(refresh).not.toHaveBeenCalled();
  });

  it("rethrows an error of Descope unchanged", async () => {
    const error = { errorCode: "E130429" };
    const { result } = render(signedIn(tokenOf({ sub: "U1" }, 1)), { ok: false, code: 429, error });
    await expect(result.current.getToken(requestOf())).rejects.toBe(error);
  });

  it("if Descope's response contains no token, reads the token that the SDK stored", async () => {
    const storedToken = tokenOf({ sub: "U1" });
    const session = signedIn(tokenOf({ sub: "U1" }, 1));
    const { result } = render(session, { ok: true }, { getSessionToken: () => storedToken });
    expect(await result.current.getToken(requestOf())).toBe(storedToken);
  });

  it("if the session token is in a cookie, the error names the setting to change", async () => {
    const { result } = render(signedIn(""), { ok: true, code: 200, data: {} });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("response body"),
    });
  });

  it("the token source of one Descope user never returns another user's token", async () => {
    const answer = { ok: true, code: 200, data: { sessionJwt: tokenOf({ sub: "U2" }) } };
    const { result, refresh } = render(signedIn(tokenOf({ sub: "U1" }, 1)), answer);
    const controller = new AbortController();
    const waiting = result.current.getToken(requestOf({ signal: controller.signal }));
    await vi.waitFor(() => expect(refresh).toHaveBeenCalled());
    await Promise.resolve();
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("useDescopeTokenSource() throws an error that lists the properties that its argument lacks", () => {
    const wrongSession = () => renderHook(() => useDescopeTokenSource({} as DescopeSession, { refresh: vi.fn() }));
    expect(wrongSession).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("isAuthenticated") }),
    );
    const wrongSdk = () => renderHook(() => useDescopeTokenSource(signedOut, {} as DescopeSdk));
    expect(wrongSdk).toThrow(
      expect.objectContaining({
        message: expect.stringContaining("refresh"),
        remedy: expect.stringContaining("second"),
      }),
    );
  });
});
