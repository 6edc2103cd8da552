import { act, renderHook } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { type KeycloakClient, useKeycloakTokenSource } from "../../../src/integrations/keycloak.ts";
import { requestOf } from "../token-request.ts";

const ada = { authenticated: true, idTokenParsed: { sub: "ada" }, idToken: "i.d.1", token: "a.c.1", refreshToken: "r" };

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
  it("gives the ID token or the access token, renewed before its end, and always when it is forced", async () => {
    const { keycloak } = createKeycloak(ada);
    const { result } = render(keycloak);
    expect(await result.current.getToken(requestOf())).toBe("i.d.1");
    expect(keycloak.updateToken).toHaveBeenLastCalledWith(30);
    await result.current.getToken(requestOf({ forceRefresh: true }));
    expect(keycloak.updateToken).toHaveBeenLastCalledWith(-1);
    expect(await render(keycloak, "access").result.current.getToken(requestOf())).toBe("a.c.1");
  });

  it("gives the token at hand where there is no refresh token", async () => {
    const { keycloak } = createKeycloak({ ...ada, refreshToken: "" });
    expect(await render(keycloak).result.current.getToken(requestOf())).toBe("i.d.1");
    expect(keycloak.updateToken).not.toHaveBeenCalled();
  });

  it("waits for init(), and follows sign-in, organization and sign-out", async () => {
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

  it("leaves the app's own callbacks in place, set before or after", () => {
    const { keycloak, set } = createKeycloak(ada);
    const before = vi.fn();
    const after = vi.fn();
    keycloak.onAuthSuccess = before;
    const { result } = render(keycloak);
    keycloak.onAuthLogout = after;
    set({ authenticated: false }, "onAuthLogout");
    expect(after).toHaveBeenCalledOnce();
    expect(result.current.key).toBe("null");
    set(ada, "onAuthSuccess");
    expect(before).toHaveBeenCalledOnce();
  });

  it("is signed out when Keycloak refuses the refresh token, and passes other failures on", async () => {
    const { keycloak } = createKeycloak(ada);
    const { result } = render(keycloak);
    const failure = new Error("503");
    keycloak.updateToken.mockRejectedValueOnce(failure);
    await expect(result.current.getToken(requestOf())).rejects.toBe(failure);
    keycloak.updateToken.mockImplementationOnce(async () => {
      keycloak.authenticated = false;
      throw new Error("400");
    });
    expect(await result.current.getToken(requestOf())).toBe(null);
  });

  it("names the ID token that is missing", async () => {
    const { keycloak } = createKeycloak({ ...ada });
    Reflect.deleteProperty(keycloak, "idToken");
    await expect(render(keycloak).result.current.getToken(requestOf())).rejects.toMatchObject({
      code: "configuration",
      message: "Keycloak's init() got no id token.",
    });
  });

  it("names what a wrong object lacks", () => {
    const wrong = { keycloak: createKeycloak().keycloak, initialized: true } as unknown as KeycloakClient;
    expect(() => render(wrong)).toThrow(
      expect.objectContaining({
        code: "configuration",
        message: expect.stringContaining("authenticated, updateToken"),
      }),
    );
  });
});
