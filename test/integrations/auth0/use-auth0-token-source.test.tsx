import { OAuthError, useAuth0 } from "@auth0/auth0-react";
import { renderHook } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { type Auth0Auth, type Auth0TokenSourceOptions, useAuth0TokenSource } from "../../../src/integrations/auth0.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const START = Math.floor(Date.now() / 1000);
const tokenOf = (name: string, seconds = 3600, sub = "auth0|ada") => jwtOf({ sub, exp: START + seconds, name });
const tokens = () => ({ access_token: tokenOf("access"), id_token: tokenOf("id") });
const getAccessTokenSilently = vi.fn<Auth0Auth["getAccessTokenSilently"]>();
const signedIn = { isLoading: false, user: { sub: "auth0|ada", org_id: "org_1" }, getAccessTokenSilently };
const render = (auth: Partial<Auth0Auth> = {}, options?: Auth0TokenSourceOptions) =>
  renderHook((props: Partial<Auth0Auth>) => useAuth0TokenSource({ ...signedIn, ...props }, options), {
    initialProps: auth,
  });
const ask = (options: Auth0TokenSourceOptions = {}, request = {}) =>
  render({}, options).result.current.getToken(requestOf(request));

beforeEach(() => {
  getAccessTokenSilently.mockReset().mockImplementation(async () => tokens());
});

describe("useAuth0TokenSource", () => {
  it("returns the access token, and skips the SDK's cache for a forced refresh", async () => {
    expect(await ask()).toBe(tokenOf("access"));
    const call = { detailedResponse: true, authorizationParams: {} };
    expect(getAccessTokenSilently).toHaveBeenLastCalledWith({ ...call, cacheMode: "on" });
    await ask({}, { forceRefresh: true });
    expect(getAccessTokenSilently).toHaveBeenLastCalledWith({ ...call, cacheMode: "off" });
  });

  it("requests the audience of the options instead of the provider's", async () => {
    await ask({ audience: "https://api.example.com" });
    expect(getAccessTokenSilently.mock.lastCall?.[0].authorizationParams).toEqual({
      audience: "https://api.example.com",
    });
  });

  it("returns the ID token on request, and renews one that is about to expire", async () => {
    expect(await ask({ token: "id" })).toBe(tokenOf("id"));
    getAccessTokenSilently.mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 10) });
    expect(await ask({ token: "id" })).toBe(tokenOf("id"));
    expect(getAccessTokenSilently.mock.lastCall?.[0].cacheMode).toBe("off");
  });

  it.each([
    ["opaque", "aGVsbG8taS1hbS1vcGFxdWU"],
    ["encrypted (JWE)", "a..b.c.d"],
  ])("rejects an access token that is %s and reports the missing audience", async (kind, access_token) => {
    getAccessTokenSilently.mockResolvedValueOnce({ access_token, id_token: tokenOf("id") });
    await expect(ask()).rejects.toMatchObject({
      code: "configuration",
      message: `Auth0's access token is ${kind}: only its issuer can read it.`,
      remedy: expect.stringContaining("audience"),
    });
  });

  it.each(["login_required", "invalid_grant"])("reports signed out when Auth0 returns %s", async (code) => {
    getAccessTokenSilently.mockRejectedValueOnce(new OAuthError(code, "Sign in."));
    await expect(ask()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F50 treats a missing token as a failure while the SDK reports a user", async () => {
    getAccessTokenSilently.mockResolvedValueOnce(undefined);
    await expect(ask()).rejects.toThrow("reports a user, but returned no token");
  });

  it("reports signed out when Auth0 has no user", async () => {
    expect(await render({ user: undefined }).result.current.getToken(requestOf())).toBe(null);
    expect(getAccessTokenSilently).not.toHaveBeenCalled();
  });

  it.each(["mfa_required", "consent_required", "interaction_required", "missing_refresh_token"])(
    "F74 requires user interaction when Auth0 returns %s",
    async (code) => {
      const cause = new OAuthError(code, "Interaction required");
      getAccessTokenSilently.mockRejectedValueOnce(cause);
      const remedy = "Sign the user in again with loginWithPopup() or loginWithRedirect().";
      await expect(ask()).rejects.toMatchObject({ code: "interaction_required", retryable: false, remedy, cause });
    },
  );

  it("passes on other SDK errors unchanged", async () => {
    const error = new OAuthError("request_error", "HTTP error");
    getAccessTokenSilently.mockRejectedValueOnce(error);
    await expect(ask()).rejects.toBe(error);
  });

  it("withholds the token of a user who has signed in in another tab", async () => {
    getAccessTokenSilently.mockResolvedValueOnce({ ...tokens(), access_token: tokenOf("access", 3600, "auth0|bob") });
    const controller = new AbortController();
    const given = ask({}, { signal: controller.signal });
    await vi.waitFor(() => expect(getAccessTokenSilently).toHaveBeenCalled());
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("withholds another user's token that a renewal returns", async () => {
    getAccessTokenSilently
      .mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 10) })
      .mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 3600, "auth0|bob") });
    const controller = new AbortController();
    const given = ask({ token: "id" }, { signal: controller.signal });
    await vi.waitFor(() => expect(getAccessTokenSilently).toHaveBeenCalledTimes(2));
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("replaces the source, with another key, only when the user or organization changes", () => {
    const { result, rerender } = render();
    const first = result.current;
    rerender({ user: { sub: "auth0|ada", org_id: "org_1" } });
    expect(result.current.key).toBe(first.key);
    rerender({ user: { sub: "auth0|ada", org_id: "org_2" } });
    const second = result.current;
    expect(second.key).not.toBe(first.key);
    rerender({ user: { sub: "auth0|bob", org_id: "org_2" } });
    expect(result.current.key).not.toBe(second.key);
  });

  it("returns a pending source while Auth0 is loading, and replaces it afterwards", async () => {
    const { result, rerender } = render({ isLoading: true, user: undefined });
    const loading = result.current;
    const controller = new AbortController();
    const waiting = loading.getToken(requestOf({ signal: controller.signal }));
    rerender({ isLoading: false, user: signedIn.user });
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("throws an error about missing members or a missing Auth0Provider", () => {
    expect(() => renderHook(() => useAuth0TokenSource({} as Auth0Auth))).toThrow(
      "useAuth0TokenSource() was given an object without getAccessTokenSilently.",
    );
    expect(() => renderHook(() => useAuth0TokenSource(useAuth0()))).toThrow("<Auth0Provider>");
  });
});
