import { act } from "@testing-library/react";
import { useKeycloakTokenSource } from "assistant-cloud-auth/keycloak";
import Keycloak from "keycloak-js";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { explanationOf } from "../explanation-of.ts";
import { jwtOf } from "../jwt-of.ts";
import { serveVendor } from "../serve-vendor.ts";
import { renderApp } from "../support/render-app.tsx";
import { vendorOf } from "../support/vendor-of.ts";

// keycloak-js wants a browser's Promise.withResolvers, which Node has from 22 on.
if (!("withResolvers" in Promise)) {
  Object.assign(Promise, {
    withResolvers<T>() {
      let resolve: (value: T | PromiseLike<T>) => void = () => {};
      let reject: (reason?: unknown) => void = () => {};
      const promise = new Promise<T>((onResolve, onReject) => {
        resolve = onResolve;
        reject = onReject;
      });
      return { promise, resolve, reject };
    },
  });
}

interface Session {
  sub: string;
  org_id?: string;
}

/** Keycloak, answering its adapter over HTTP: one realm, and the session that its refresh token is for. */
async function startKeycloak(session: Session, accessClaims: Record<string, unknown> = {}) {
  const state = { status: 200, session };
  const sign = async () => {
    const claims = { sid: "session-1", ...state.session };
    return {
      access_token: await vendorOf("keycloak").sign({ ...claims, ...accessClaims }, { expiresInSeconds: 300 }),
      id_token: await vendorOf("keycloak").sign({ ...claims, aud: "assistant-ui", typ: "ID" }),
      refresh_token: jwtOf({ typ: "Refresh", ...claims }),
    };
  };
  const url = await serveVendor(async ({ path, fields }) => {
    if (path !== "/realms/acme/protocol/openid-connect/token") return { status: 404 };
    if (state.status !== 200) return { status: state.status, body: { error: "invalid_grant" } };
    expect(fields).toMatchObject({ grant_type: "refresh_token", client_id: "assistant-ui" });
    return { body: await sign() };
  });
  const keycloak = new Keycloak({ url: url.origin, realm: "acme", clientId: "assistant-ui" });
  const signIn = async () => {
    const { access_token, id_token, refresh_token } = await sign();
    await act(() =>
      keycloak.init({ checkLoginIframe: false, token: access_token, idToken: id_token, refreshToken: refresh_token }),
    );
  };
  return { state, keycloak, signIn };
}

beforeEach(() => localStorage.clear());

describe("keycloak", () => {
  it("trip: the ID token becomes a workspace token, once init() has settled", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" });
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    expect(app.shown().status).toBe("loading");
    await signIn();
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "ada" });
    expect(await app.callApi()).toEqual({ status: 200, caller: { userId: "ada", workspaceId: "ada" } });
    await app.refresh();
    expect(app.exchanges).toMatchObject([{ status: 200 }, { status: 200 }]);
  });

  it("trip: an access token with an audience mapper becomes a workspace token", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada", org_id: "one" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilWorkspace()).toEqual({ userId: "ada", workspaceId: "one:ada" });
  });

  it("switch: another organization is another workspace", async () => {
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

  it("sign-out: the workspace token is gone, and the app's own callback is called", async () => {
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

  it("sign-out: an ended session at Keycloak ends it here", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    await app.untilWorkspace();
    state.status = 400;
    await act(() => keycloak.updateToken(-1).catch(() => false));
    await app.untilSignedOut();
  });

  it("failure: an access token whose audience is only `account` is refused, and says so", async () => {
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" }, { aud: "account" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toMatch(/`aud` is .*account.*assistant-ui/);
    expect(explanation).toContain("audience mapper");
  });

  it("failure: an issuer with /auth, of a server before version 17, is named", async () => {
    const iss = "https://auth.example.com/auth/realms/acme";
    const { keycloak, signIn } = await startKeycloak({ sub: "ada" }, { iss });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak, { token: "access" }) });
    expect(await app.untilError()).toMatchObject({ code: "rejected" });
    const explanation = await explanationOf(app.exchanges[0]?.token ?? "");
    expect(explanation).toContain(iss);
    expect(explanation).toContain("https://auth.example.com/realms/acme");
  });

  it("failure: an outage of Keycloak leaves the user signed in", async () => {
    const { keycloak, signIn, state } = await startKeycloak({ sub: "ada" });
    await signIn();
    const app = renderApp({ useSource: () => useKeycloakTokenSource(keycloak) });
    await app.untilWorkspace();
    state.status = 503;
    await app.refresh().catch(() => {});
    expect(app.shown().status).toBe("authenticated");
  });
});
