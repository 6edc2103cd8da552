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
const requestToken = (options: Auth0TokenSourceOptions = {}, request = {}) =>
  render({}, options).result.current.getToken(requestOf(request));

beforeEach(() => {
  getAccessTokenSilently.mockReset().mockImplementation(async () => tokens());
});

describe("useAuth0TokenSource", () => {
  it("F74 the token source keeps its key while a popup of a signed-in user is open", () => {
    const { result, rerender } = render();
    const { key } = result.current;
    rerender({ isLoading: true });
    expect(result.current).toMatchObject({ key, isPending: false });
    rerender({ isLoading: true, user: undefined as never });
    expect(result.current.isPending).toBe(true);
  });

  it("returns Auth0's access token, and a forced refresh skips the SDK's cache", async () => {
    expect(await requestToken()).toBe(tokenOf("access"));
    const call = { detailedResponse: true, authorizationParams: {} };
    expect(getAccessTokenSilently).toHaveBeenLastCalledWith({ ...call, cacheMode: "on" });
    await requestToken({}, { forceRefresh: true });
    expect(getAccessTokenSilently).toHaveBeenLastCalledWith({ ...call, cacheMode: "off" });
  });

  it("the audience in the hook's options overrides the audience of Auth0Provider", async () => {
    await requestToken({ audience: "https://api.example.com" });
    expect(getAccessTokenSilently.mock.lastCall?.[0].authorizationParams).toEqual({
      audience: "https://api.example.com",
    });
  });

  it("if an option selects the ID token, returns Auth0's ID token and renews it near its expiry", async () => {
    expect(await requestToken({ token: "id" })).toBe(tokenOf("id"));
    getAccessTokenSilently.mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 10) });
    expect(await requestToken({ token: "id" })).toBe(tokenOf("id"));
    expect(getAccessTokenSilently.mock.lastCall?.[0].cacheMode).toBe("off");
  });

  it.each([
    ["opaque", "aGVsbG8taS1hbS1vcGFxdWU"],
    ["encrypted (JWE)", "a..b.c.d"],
  ])(
    "if Auth0's access token is %s, the hook rejects it with an error that suggests setting an audience",
    async (kind, access_token) => {
      getAccessTokenSilently.mockResolvedValueOnce({ access_token, id_token: tokenOf("id") });
      await expect(requestToken()).rejects.toMatchObject({
        code: "configuration",
        message: `Auth0's access token is ${kind}: only its issuer can read it.`,
        remedy: expect.stringContaining("audience"),
      });
    },
  );

  it.each(["login_required", "invalid_grant"])("reports a sign-out if Auth0 returns %s", async (code) => {
    getAccessTokenSilently.mockRejectedValueOnce(new OAuthError(code, "Sign in."));
    await expect(requestToken()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("F50 reports an error instead of a sign-out if Auth0's SDK has a user but returns no token", async () => {
    getAccessTokenSilently.mockResolvedValueOnce(undefined);
    await expect(requestToken()).rejects.toThrow("reports a user, but returned no token");
  });

  it("reports a sign-out if Auth0's SDK has no user", async () => {
    expect(await render({ user: undefined }).result.current.getToken(requestOf())).toBe(null);
    expect(getAccessTokenSilently).not.toHaveBeenCalled();
  });

  it.each(["mfa_required", "consent_required", "interaction_required", "missing_refresh_token"])(
    "F74 reports `interaction_required` if Auth0 returns %s",
    async (code) => {
      const cause = new OAuthError(code, "Interaction required");
      getAccessTokenSilently.mockRejectedValueOnce(cause);
      const remedy = "Sign the user in again with loginWithPopup() or loginWithRedirect().";
      await expect(requestToken()).rejects.toMatchObject({
        code: "interaction_required",
        retryable: false,
        remedy,
        cause,
      });
    },
  );

  it("rethrows a request error of Auth0's SDK unchanged", async () => {
    const error = new OAuthError("request_error", "HTTP error");
    getAccessTokenSilently.mockRejectedValueOnce(error);
    await expect(requestToken()).rejects.toBe(error);
  });

  it("rejects the token of another user who signed in to Auth0 in another tab", async () => {
    getAccessTokenSilently.mockResolvedValueOnce({ ...tokens(), access_token: tokenOf("access", 3600, "auth0|bob") });
    const controller = new AbortController();
    const given = requestToken({}, { signal: controller.signal });
    await vi.waitFor(() => expect(getAccessTokenSilently).toHaveBeenCalled());
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("rejects a renewed ID token if Auth0 issued it to another user", async () => {
    getAccessTokenSilently
      .mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 10) })
      .mockResolvedValueOnce({ access_token: "opaque", id_token: tokenOf("id", 3600, "auth0|bob") });
    const controller = new AbortController();
    const given = requestToken({ token: "id" }, { signal: controller.signal });
    await vi.waitFor(() => expect(getAccessTokenSilently).toHaveBeenCalledTimes(2));
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("the key of the token source changes only if the user or organization in Auth0 changes", () => {
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

  it("returns a pending token source while Auth0 loads, and another token source after loading", async () => {
    const { result, rerender } = render({ isLoading: true, user: undefined });
    const loading = result.current;
    const controller = new AbortController();
    const waiting = loading.getToken(requestOf({ signal: controller.signal }));
    rerender({ isLoading: false, user: signedIn.user });
    expect(result.current.key).not.toBe(loading.key);
    controller.abort(new Error("superseded"));
    await expect(waiting).rejects.toThrow("superseded");
  });

  it("useAuth0TokenSource() throws if its argument lacks a property, or if there is no Auth0Provider", () => {
    expect(() => renderHook(() => useAuth0TokenSource({} as Auth0Auth))).toThrow(
      "useAuth0TokenSource() was given an object without getAccessTokenSilently.",
    );
    expect(() => renderHook(() => useAuth0TokenSource(useAuth0()))).toThrow("<Auth0Provider>");
  });
});
