import { randomUUID } from "node:crypto";
import { act } from "@testing-library/react";
import Keycloak from "keycloak-js";
import { expect } from "vitest";
import { jwtOf } from "../jwt-of.ts";
import { serveProvider } from "../serve-provider.ts";
import { providerOf } from "../support/provider-of.ts";

// keycloak-js calls `Promise.withResolvers`, which Node has from version 22 on.
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

/**
 * Starts a local server that simulates Keycloak for keycloak-js. The server has one realm and issues tokens for
 * `state.session`. While `state.status` is 200, the server accepts every refresh token.
 */
export async function startKeycloak(session: Session, accessClaims: Record<string, unknown> = {}) {
  const state = { status: 200, session };
  const sign = async () => {
    const claims = { sid: "session-1", ...state.session };
    return {
      access_token: await providerOf("keycloak").sign({ ...claims, ...accessClaims }, { expiresInSeconds: 300 }),
      id_token: await providerOf("keycloak").sign({ ...claims, aud: "assistant-ui", typ: "ID" }),
      refresh_token: jwtOf({ typ: "Refresh", ...claims, jti: randomUUID() }),
    };
  };
  const url = await serveProvider(async ({ path, fields }) => {
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
