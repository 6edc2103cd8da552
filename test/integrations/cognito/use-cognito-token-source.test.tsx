import { act, renderHook, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it, vi } from "vitest";
import {
  type CognitoAuth,
  type CognitoSession,
  type CognitoTokenSourceOptions,
  useCognitoTokenSource,
} from "../../../src/integrations/cognito.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const sessionOf = (sub: string, org = "one"): CognitoSession => ({
  tokens: {
    idToken: { payload: { sub, "custom:org": org }, toString: () => jwtOf({ sub, "custom:org": org }) },
    accessToken: { payload: { sub }, toString: () => jwtOf({ sub }) },
  },
});
let session: CognitoSession;
let listener: ((event: string) => void) | undefined;
const fetchAuthSession = vi.fn(async (_options?: { forceRefresh?: boolean }) => session);
const Hub: CognitoAuth["Hub"] = {
  listen(_channel, callback, options) {
    expect(options).toEqual({ enableCrossTabEvents: true });
    listener = (event) => callback({ payload: { event } });
    return () => {
      listener = undefined;
    };
  },
};
const emit = (event: string) => act(async () => listener?.(event));

beforeEach(() => {
  session = sessionOf("ada");
  fetchAuthSession.mockReset().mockImplementation(async () => session);
});

async function render(options: CognitoTokenSourceOptions = {}) {
  const hook = renderHook(() => useCognitoTokenSource({ fetchAuthSession, Hub }, options));
  await act(async () => {});
  return hook;
}

const useInlineFunction = () =>
  useCognitoTokenSource({ fetchAuthSession: (options) => fetchAuthSession(options), Hub });

describe("useCognitoTokenSource", () => {
  it("an option selects Cognito's ID or access token, and a forced refresh skips Amplify's cache", async () => {
    const { result } = await render();
    expect(await result.current.getToken(requestOf())).toBe(jwtOf({ sub: "ada", "custom:org": "one" }));
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(fetchAuthSession).toHaveBeenLastCalledWith({ forceRefresh: true });
    const access = await render({ token: "access" });
    expect(await access.result.current.getToken(requestOf())).toBe(jwtOf({ sub: "ada" }));
  });

  it("the token source is pending at first, and changes at sign-ins and sign-outs until the unmount", async () => {
    session = {};
    const { result, unmount } = renderHook(() => useCognitoTokenSource({ fetchAuthSession, Hub }));
    expect(result.current.key).toBe("loading");
    await waitFor(() => expect(result.current.key).toBeNull());
    expect(await result.current.getToken(requestOf())).toBe(null);
    session = sessionOf("ada");
    await emit("signedIn");
    const ada = result.current;
    expect(ada.key).toContain("ada");
    await emit("tokenRefresh");
    expect(result.current).toBe(ada);
    await emit("signedOut");
    expect(result.current.key).toBeNull();
    unmount();
    expect(listener).toBeUndefined();
  });

  it("reads the session once if the app passes a new `fetchAuthSession` function at each render", async () => {
    const { result, rerender } = renderHook(useInlineFunction);
    for (let time = 0; time < 3; time += 1) {
      await act(async () => {});
      rerender();
    }
    expect(result.current.key).toContain("ada");
    expect(fetchAuthSession).toHaveBeenCalledOnce();
    await emit("tokenRefresh");
    expect(fetchAuthSession).toHaveBeenCalledTimes(2);
  });

  it("F67 the token source keeps its key if a later read of the session fails", async () => {
    const { result } = await render();
    const { key } = result.current;
    fetchAuthSession.mockRejectedValueOnce(new Error("Network error"));
    await emit("tokenRefresh");
    expect(result.current.key).toBe(key);
  });

  it("the token source's key changes if the app's `organization` callback returns a new organization", async () => {
    const { result } = await render({ organization: (claims) => String(claims["custom:org"]) });
    const first = result.current.key;
    session = sessionOf("ada", "two");
    await emit("signedIn");
    expect(result.current.key).not.toBe(first);
  });

  it("if the Cognito session ends, reports a sign-out, and a new sign-in changes the token source's key", async () => {
    const { result } = await render();
    session = {};
    await act(() => expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out" }));
    expect(result.current.key).toBeNull();
    session = sessionOf("ada");
    await emit("signedIn");
    expect(result.current.key).toContain("ada");
  });

  it.each([
    "UserNotFoundException",
    "UserNotConfirmedException",
    "TokenRevokedException",
    "PasswordResetRequiredException",
    "RefreshTokenReuseException",
  ])(
    "F67 reports a sign-out if Cognito refuses the renewal with %s, because Amplify drops its tokens",
    async (name) => {
      const { result } = await render();
      const cause = Object.assign(new Error("refused"), { name });
      fetchAuthSession.mockRejectedValueOnce(cause);
      await act(() =>
        expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out", cause }),
      );
      expect(result.current.key).toBeNull();
      await emit("signedIn");
      expect(result.current.key).toContain("ada");
    },
  );

  it("F73 reads the session once if each read refreshes Amplify's tokens, because they have already expired", async () => {
    await render();
    fetchAuthSession.mockClear();
    fetchAuthSession.mockImplementation(async () => {
      if (fetchAuthSession.mock.calls.length < 10) listener?.("tokenRefresh");
      return session;
    });
    await emit("tokenRefresh");
    expect(fetchAuthSession).toHaveBeenCalledOnce();
    await emit("tokenRefresh");
    expect(fetchAuthSession).toHaveBeenCalledTimes(2);
  });

  it("if another user signs in to Cognito in another tab, the token source switches to that user", async () => {
    const { result } = await render();
    session = sessionOf("grace");
    const controller = new AbortController();
    const given = result.current.getToken(requestOf({ signal: controller.signal }));
    await waitFor(() => expect(result.current.key).toContain("grace"));
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("rejects with Amplify's error if reading the session fails, and the next call reads it again", async () => {
    const failure = new Error("NetworkError");
    fetchAuthSession.mockRejectedValueOnce(failure).mockRejectedValueOnce(failure);
    const { result } = await render();
    await expect(result.current.getToken(requestOf())).rejects.toBe(failure);
    const controller = new AbortController();
    const given = result.current.getToken(requestOf({ signal: controller.signal }));
    await waitFor(() => expect(result.current.key).toContain("ada"));
    controller.abort();
    await expect(given).rejects.toMatchObject({ code: "superseded", retryable: true });
  });

  it("if Cognito's session has no ID token, the error suggests the scope `openid`", async () => {
    session = { tokens: { accessToken: { payload: { sub: "ada" }, toString: () => "a.b.c" } } };
    const { result } = await render();
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      remedy: expect.stringContaining("openid"),
    });
  });

  it("useCognitoTokenSource() throws an error that lists the properties that its argument lacks", () => {
    expect(() => renderHook(() => useCognitoTokenSource({ fetchAuthSession } as unknown as CognitoAuth))).toThrow(
      expect.objectContaining({ code: "configuration", message: expect.stringContaining("without Hub") }),
    );
  });
});
