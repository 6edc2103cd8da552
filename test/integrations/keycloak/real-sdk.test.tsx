import { act } from "@testing-library/react";
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { renderApp } from "../support/render-app.tsx";
import { startKeycloak } from "./start-keycloak.ts";

beforeEach(() => localStorage.clear());

describe("keycloak", () => {
  it("sign-in: after Keycloak's init() has completed, the ID token opens a workspace", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" });
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    expect(app.shown().status).toBe("loading");
    await signIn();
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "ada" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "ada", workspaceId: "ada" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("sign-in: if Keycloak has an audience mapper, Keycloak's access token opens a workspace", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada", org_id: "one" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "one:ada" });
  });

  it("switch: the app opens another workspace if the user's organization in Keycloak changes", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada", org_id: "one" });
    await signIn();
    const app = renderApp({
      useSource: () => useKeycloakTokenSource(keycloak, { organization: (claims) => String(claims["org_id"]) }),
    });
    await app.untilWorkspace("one:ada");
    state.session = { sub: "ada", org_id: "two" };
    await act(() => keycloak.updateToken(-1));
    expect(await app.untilWorkspace("two:ada")).toEqual({ userId: "ada", workspaceId: "two:ada" });
  });

  it("F71 keycloak-js calls the hook and each of the app's callbacks once, before and after the hook unmounts", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada", org_id: "one" });
    const [own, added] = [vi.fn(), vi.fn()];
    const renew = async () => {
      for (const callback of [own, added]) callback.mockClear();
      await act(() => keycloak.updateToken(-1));
      return [own.mock.calls.length, added.mock.calls.length];
    };
    keycloak.onAuthRefreshSuccess = own;
    await signIn();
    const app = renderApp({
      useSource: () => useKeycloakTokenSource(keycloak, { organization: (claims) => String(claims["org_id"]) }),
    });
    await app.untilWorkspace("one:ada");
    expect(await renew()).toEqual([1, 0]);
    const saved = keycloak.onAuthRefreshSuccess;
    keycloak.onAuthRefreshSuccess = () => {
      saved?.();
      added();
    };
    state.session = { sub: "ada", org_id: "two" };
    expect(await renew()).toEqual([1, 1]);
    await app.untilWorkspace("two:ada");
    keycloak.onAuthRefreshSuccess = saved;
    expect(await renew()).toEqual([1, 0]);
    app.unmount();
    expect(await renew()).toEqual([1, 0]);
  });

  it("sign-out: signing out of Keycloak drops the workspace token even if the app sets `onAuthLogout`", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    await app.untilWorkspace();
    keycloak.onAuthLogout = vi.fn();
    const { onAuthLogout } = keycloak;
    act(() => keycloak.clearToken());
    await app.untilSignedOut();
    expect(onAuthLogout).toBeDefined();
    await expect(app.callApi()).rejects.toMatchObject({ code: "signed_out" });
  });

  it("sign-out: the end of the session at Keycloak signs the user out of the app", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    await app.untilWorkspace();
    state.status = 400;
    await act(() => keycloak.updateToken(-1).catch(() => false));
    await app.untilSignedOut();
  });

  it("failure: the authority rejects a token for the audience `account` and suggests an audience mapper", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" }, { aud: "account" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toMatch(/`aud` is .*account.*assistant-ui/);
    expect(explanation).toContain("audience mapper");
  });

  it("failure: the authority rejects an issuer with /auth, and the explanation names the correct issuer", async () => {
    const iss = "https://auth.example.com/auth/realms/acme";
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" }, { iss });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toContain(iss);
    expect(explanation).toContain("https://auth.example.com/realms/acme");
  });

  it("F57 failure: the app shows the signed-out state if init() fails, because Keycloak's frame does not load", async () => {
    const { keycloak } = await startKeycloak({ sub: "ada" });
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    const init = keycloak.init({ onLoad: "check-sso", messageReceiveTimeout: 1 });
    await act(() => expect(init).rejects.toThrow("iframe"));
    await app.untilSignedOut();
  });

  it("failure: during an outage of Keycloak, the user stays signed in", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    await app.untilWorkspace();
    state.status = 503;
    await app.refresh().catch(() => {});
    expect(app.shown().status).toBe("authenticated");
  });
});
