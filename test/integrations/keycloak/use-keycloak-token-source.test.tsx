import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type KeycloakClient, useKeycloakTokenSource } from "../../../src/integrations/keycloak.ts";
import { jwtOf } from "../jwt-of.ts";
import { requestOf } from "../token-request.ts";

const ID = jwtOf({ sub: "ada" });
const ACCESS = jwtOf({ sub: "ada", typ: "Bearer" });
const ada = { authenticated: true, idTokenParsed: { sub: "ada" }, idToken: ID, token: ACCESS, refreshToken: "r" };

function createKeycloak(state: Omit<Partial<KeycloakClient>, "updateToken"> = {}) {
  const keycloak = {
    didInitialize: true,
    authServerUrl: "https://auth.example.com",
    realm: "acme",
    authenticated: false,
    updateToken: vi.fn(async (_seconds?: number) => true),
    onReady: undefined as ((isAuthenticated: boolean) => void) | undefined,
    onAuthSuccess: undefined as (() => void) | undefined,
    onAuthLogout: undefined as (() => void) | undefined,
    onAuthRefreshSuccess: undefined as (() => void) | undefined,
    ...state,
  };
  const set = (next: Partial<KeycloakClient>, event: "onAuthSuccess" | "onAuthLogout" | "onAuthRefreshSuccess") =>
    act(() => {
      Object.assign(keycloak, next);
      keycloak[event]?.();
    });
  return { keycloak, set };
}
const render = (keycloak: KeycloakClient, token?: "id" | "access") =>
  renderHook(() => useKeycloakTokenSource(keycloak, token ? { token } : {}));

describe("useKeycloakTokenSource", () => {
  it("returns Keycloak's ID token or access token, and renews it near its expiry and for a forced refresh", async () => {
    const { keycloak } = createKeycloak(ada);
    const { result } = render(keycloak);
    expect(await result.current.getToken(requestOf())).toBe(ID);
    expect(keycloak.updateToken).toHaveBeenLastCalledWith(30);
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(keycloak.updateToken).toHaveBeenLastCalledWith(-1);
    expect(await render(keycloak, "access").result.current.getToken(requestOf())).toBe(ACCESS);
  });

  it("returns Keycloak's current token if there is no refresh token", async () => {
    const { keycloak } = createKeycloak({ ...ada, refreshToken: "" });
    expect(await render(keycloak).result.current.getToken(requestOf())).toBe(ID);
    expect(keycloak.updateToken).not.toHaveBeenCalled();
  });

  it("the token source waits for init(), and changes at a sign-in, an organization switch and a sign-out", async () => {
    const { keycloak, set } = createKeycloak({ didInitialize: false });
    const { result } = render(keycloak);
    expect(result.current.key).toBe("loading");
    act(() => keycloak.onReady?.(false));
    expect(await result.current.getToken(requestOf())).toBe(null);
    set(ada, "onAuthSuccess");
    const signedIn = result.current;
    expect(signedIn.key).toContain("ada");
    set({ idToken: "i.d.2" }, "onAuthRefreshSuccess");
    expect(result.current).toBe(signedIn);
    set({ idTokenParsed: { sub: "ada", organization: ["one"] } }, "onAuthRefreshSuccess");
    expect(result.current.key).not.toBe(signedIn.key);
    set({ authenticated: false }, "onAuthLogout");
    expect(await result.current.getToken(requestOf())).toBe(null);
  });

  it("F57 the token source stays pending if a second call of init() rejects, until the first call rejects", async () => {
    let fail = (_reason: Error) => {};
    const first = new Promise<boolean>((_, reject) => {
      fail = reject;
    });
    const { keycloak } = createKeycloak({ didInitialize: false });
    const init = vi.fn().mockReturnValueOnce(first).mockRejectedValue(new Error("only once"));
    const app = Object.assign(keycloak, { init });
    const { result } = render(app);
    const starting = app.init();
    keycloak.didInitialize = true;
    await act(() => expect(app.init()).rejects.toThrow("only once"));
    expect(result.current.isPending).toBe(true);
    fail(new Error("unreachable"));
    await act(() => expect(starting).rejects.toThrow("unreachable"));
    expect(await result.current.getToken(requestOf())).toBe(null);
  });

  describe("F71 an app's callback in a Keycloak property that the hook also uses", () => {
    /** Fires a logout event and returns how often each callback was called. */
    function fire(keycloak: ReturnType<typeof createKeycloak>["keycloak"], ...callbacks: ReturnType<typeof vi.fn>[]) {
      for (const callback of callbacks) callback.mockClear();
      act(() => keycloak.onAuthLogout?.());
      return callbacks.map(({ mock }) => mock.calls.length);
    }
    const logOut = (keycloak: ReturnType<typeof createKeycloak>["keycloak"]) =>
      Object.assign(keycloak, { authenticated: false });

    it("an event calls the hook's callback and the app's latest callback, even one assigned before the mount", () => {
      const { keycloak } = createKeycloak(ada);
      const before = vi.fn();
      keycloak.onAuthLogout = before;
      const { result } = render(keycloak);
      expect(fire(keycloak, before)).toEqual([1]);
      const after = vi.fn();
      keycloak.onAuthLogout = after;
      logOut(keycloak);
      expect(fire(keycloak, before, after)).toEqual([0, 1]);
      expect(result.current.key).toBeNull();
    });

    it("if callbacks wrap each other, one event calls each callback exactly once", () => {
      const { keycloak } = createKeycloak(ada);
      const [first, second, third] = [vi.fn(), vi.fn(), vi.fn()];
      keycloak.onAuthLogout = first;
      const { result } = render(keycloak);
      for (const next of [second, third]) {
        const before = keycloak.onAuthLogout;
        keycloak.onAuthLogout = () => {
          before?.();
          next();
        };
      }
      const { result: other } = render(keycloak);
      logOut(keycloak);
      expect(fire(keycloak, first, second, third)).toEqual([1, 1, 1]);
      expect([result.current.key, other.current.key]).toEqual([null, null]);
    });

    it("calls the app's `onAuthLogout` again after the app replaces it temporarily and then restores it", () => {
      const { keycloak } = createKeycloak(ada);
      const [own, temporary] = [vi.fn(), vi.fn()];
      keycloak.onAuthLogout = own;
      const savedBefore = keycloak.onAuthLogout;
      const { result } = render(keycloak);
      const savedAfter = keycloak.onAuthLogout;
      for (const saved of [savedAfter, savedBefore, savedAfter]) {
        keycloak.onAuthLogout = temporary;
        expect(fire(keycloak, own, temporary)).toEqual([0, 1]);
        keycloak.onAuthLogout = saved;
        expect(fire(keycloak, own, temporary)).toEqual([1, 0]);
      }
      keycloak.onAuthLogout = undefined;
      logOut(keycloak);
      expect(fire(keycloak, own)).toEqual([0]);
      expect(result.current.key).toBeNull();
    });

    it("calls the app's callback as a method of the instance, because the callback may use `this`", () => {
      const { keycloak } = createKeycloak(ada);
      const own = vi.fn();
      keycloak.onAuthLogout = own;
      render(keycloak);
      fire(keycloak, own);
      expect(own.mock.contexts).toEqual([keycloak]);
    });

    it("`onAuthLogout` stays the same if the app reads the property and assigns the value back to it", () => {
      const { keycloak } = createKeycloak(ada);
      render(keycloak);
      const own = vi.fn();
      keycloak.onAuthLogout = own;
      const shared = keycloak.onAuthLogout;
      for (let times = 0; times < 3; times += 1) Object.assign(keycloak, { onAuthLogout: keycloak.onAuthLogout });
      expect(keycloak.onAuthLogout).toBe(shared);
      expect(fire(keycloak, own)).toEqual([1]);
    });

    it("if the app's callback throws, later events still reach the callback, even after a remount", () => {
      const { keycloak } = createKeycloak(ada);
      const own = vi.fn();
      const first = render(keycloak);
      keycloak.onAuthLogout = () => {
        own();
        throw new Error("the app's own");
      };
      expect(() => keycloak.onAuthLogout?.()).toThrow("the app's own");
      first.unmount();
      expect(() => keycloak.onAuthLogout?.()).toThrow("the app's own");
      const { result } = render(keycloak);
      keycloak.onAuthLogout = own;
      logOut(keycloak);
      expect(fire(keycloak, own)).toEqual([1]);
      expect(result.current.key).toBeNull();
    });
  });

  it("reports a sign-out only if Keycloak rejects the refresh token, and rethrows an HTTP 503 error", async () => {
    const { keycloak } = createKeycloak(ada);
    const { result } = render(keycloak);
    const failure = new Error("503");
    keycloak.updateToken.mockRejectedValueOnce(failure);
    await expect(result.current.getToken(requestOf())).rejects.toBe(failure);
    keycloak.updateToken.mockImplementationOnce(async () => {
      keycloak.authenticated = false;
      throw new Error("400");
    });
    await expect(result.current.getToken(requestOf())).rejects.toMatchObject({ code: "signed_out" });
  });

  it("throws a configuration error if Keycloak's init() received no ID token", async () => {
    const { keycloak } = createKeycloak({ ...ada });
    Reflect.deleteProperty(keycloak, "idToken");
    await expect(render(keycloak).result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: "Keycloak's init() received no id token.",
    });
  });

  it("useKeycloakTokenSource() throws an error that lists the properties that its argument lacks", () => {
    const wrong = { keycloak: createKeycloak().keycloak, initialized: true } as unknown as KeycloakClient;
    expect(() => render(wrong)).toThrow(
      expect.objectContaining({
        code: "configuration",
        message: expect.stringContaining("authenticated, updateToken"),
      }),
    );
  });
});
