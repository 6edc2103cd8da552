"use client";

import { useSyncExternalStore } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { SPARE_SECONDS } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/** Claims of Keycloak's access token, overridden by those of the ID token. */
export interface KeycloakClaims {
  readonly [claim: string]: unknown;
}

/** The part of a `Keycloak` instance of `keycloak-js` that the hook uses. */
export interface KeycloakClient {
  readonly didInitialize: boolean;
  readonly authenticated: boolean;
  readonly token?: string;
  readonly idToken?: string;
  readonly refreshToken?: string;
  readonly tokenParsed?: KeycloakClaims;
  readonly idTokenParsed?: KeycloakClaims;
  updateToken(minValidity?: number): Promise<boolean>;
}

/** Options of {@link useKeycloakTokenSource}. */
export interface KeycloakTokenSourceOptions {
  /**
   * Which token to exchange. The ID token's audience is the client. The access token's is often only `account`, unless
   * the client has an audience mapper. Default: `id`.
   */
  token?: "id" | "access";
  /** Returns the organization in the claims; a change drops the workspace token. Default: the claim `organization`. */
  organization?: (claims: KeycloakClaims) => unknown;
}

/**
 * Returns a token source for Keycloak with `keycloak-js`. It exchanges the ID token, or the access token, under an auth
 * rule.
 *
 * It listens to the instance's callbacks (`onReady`, `onAuthSuccess`, `onAuthLogout` …) and also calls those that the
 * app sets before or after. When the realm, user or organization changes, the engine drops the workspace token first.
 * The source is loading until `init()` settles; if `init()` was called before the hook's first render, it counts as
 * settled.
 *
 * @param keycloak the app's `Keycloak` instance
 * @param options which token to exchange, and how to find the organization
 * @throws `configuration` while rendering for an invalid argument. `getToken` rejects with `configuration` when
 *   Keycloak returned no such token
 * @see https://www.keycloak.org/securing-apps/javascript-adapter
 */
export function useKeycloakTokenSource(
  keycloak: KeycloakClient,
  options: KeycloakTokenSourceOptions = {},
): TokenSource {
  const { token = "id", organization = ({ ["organization"]: org }) => org } = options;
  requireMembers(keycloak, ["authenticated", "updateToken"], "useKeycloakTokenSource", "the Keycloak instance");
  const watch = watchOf(keycloak);
  /** Returns the signed-in user's ids as text, which a routine refresh does not change; null when signed out. */
  const readUser = (): string | null => {
    if (!keycloak.authenticated) return watch.isSettled ? null : LOADING;
    const claims = { ...keycloak.tokenParsed, ...keycloak.idTokenParsed };
    return JSON.stringify([claims["iss"], claims["sub"], organization(claims)]);
  };
  const user = useSyncExternalStore(watch.subscribe, readUser, () => LOADING);
  return useProviderTokenSource({
    isLoading: user === LOADING,
    identity: user === null ? null : [user, token],
    session: keycloak.refreshToken,
    isOwn: () => readUser() === user,
    async getToken({ forceRefresh }) {
      try {
        // The implicit flow has no refresh token, so it cannot renew.
        if (forceRefresh || keycloak.refreshToken) await keycloak.updateToken(forceRefresh ? -1 : SPARE_SECONDS);
      } catch (error) {
        // The instance clears its tokens when Keycloak refuses the refresh token, and keeps them on other failures.
        if (keycloak.authenticated) throw error;
      }
      if (!keycloak.authenticated) throw signedOut();
      const jwt = token === "id" ? keycloak.idToken : keycloak.token;
      if (jwt !== undefined) return jwt;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper(() => `Keycloak's init() received no ${token} token.`),
      );
    },
  });
}

const LOADING = "";

/** Keycloak's callbacks after which another user may be signed in. */
const CALLBACKS = ["onReady", "onAuthSuccess", "onAuthError", "onAuthRefreshSuccess", "onAuthLogout"] as const;

interface Watch {
  /** Whether Keycloak has called a callback since `init()`. */
  isSettled: boolean;
  subscribe(listener: () => void): () => void;
}

/** The key of a property of the instance, so two copies of this package share its callbacks. */
const WATCH = Symbol.for("assistant-cloud-auth.keycloak");

/** Returns the watch of an instance. An instance has one property per callback, which the app and all hooks share. */
function watchOf(keycloak: KeycloakClient & { [WATCH]?: Watch }): Watch {
  if (keycloak[WATCH]) return keycloak[WATCH];
  const listeners = new Set<() => void>();
  const watch: Watch = {
    isSettled: keycloak.didInitialize,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  keycloak[WATCH] = watch;
  const notify = () => {
    watch.isSettled = true;
    for (const listener of listeners) listener();
  };
  for (const name of CALLBACKS) wrapCallback(keycloak as unknown as Record<string, Callback | undefined>, name, notify);
  return watch;
}

type Callback = (...args: unknown[]) => void;

/**
 * Makes a callback of the instance call `notify` first, also after the app assigns the callback again. When the app
 * reads the property, it gets its callback with `notify`, and may call it or assign it again.
 */
function wrapCallback(keycloak: Record<string, Callback | undefined>, name: string, notify: () => void): void {
  const wrapped = new WeakSet<Callback>();
  const wrap = (own: Callback | undefined): Callback => {
    // A chain of callbacks notifies more than once, which is harmless: listeners only reread the instance.
    const call: Callback = (...args) => {
      notify();
      own?.(...args);
    };
    wrapped.add(call);
    return call;
  };
  let current = wrap(keycloak[name]);
  Object.defineProperty(keycloak, name, {
    get: () => current,
    set: (callback: Callback) => {
      current = wrapped.has(callback) ? callback : wrap(callback);
    },
  });
}
