"use client";

import { useSyncExternalStore } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { RENEWAL_MARGIN_SECONDS } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/**
 * The claims of a Keycloak token. The option `organization` receives the claims of the access token and the ID token.
 * If both tokens contain a claim, the option receives the ID token's value.
 */
export interface KeycloakClaims {
  readonly [claim: string]: unknown;
}

/** The part of a `Keycloak` instance of `keycloak-js` that {@link useKeycloakTokenSource} uses. */
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
   * Which token to exchange. The ID token's audience is the client. The access token's audience is often only
   * `account`, unless the client has an audience mapper. Default: `id`.
   */
  token?: "id" | "access";
  /**
   * Returns the organization from the claims of the ID token and the access token. When the organization changes, the
   * engine drops the workspace token. Default: the claim `organization`.
   */
  organization?: (claims: KeycloakClaims) => unknown;
}

/**
 * Returns a token source for Keycloak with `keycloak-js`. The cloud exchanges the ID token, or the access token, for a
 * workspace token under an auth rule.
 *
 * The source listens to the instance's callbacks (`onReady`, `onAuthSuccess`, `onAuthLogout` …). Callbacks that the app
 * assigns to the instance are still called. When the realm, user or organization changes, the engine drops the old
 * workspace token before it fetches another.
 *
 * If the app calls `init()` after the hook's first render, the auth status is `loading` until `init()` settles, and
 * `unauthenticated` if `init()` rejects. If the app calls `init()` before the first render, the auth status is
 * `unauthenticated` until `init()` settles.
 *
 * @param keycloak the app's `Keycloak` instance
 * @param options which token to exchange, and how to find the organization
 * @throws `configuration` during rendering if an argument is invalid. `getToken` rejects with `configuration` when
 *   Keycloak returned no token of the selected kind
 * @see https://www.keycloak.org/securing-apps/javascript-adapter
 */
export function useKeycloakTokenSource(
  keycloak: KeycloakClient,
  options: KeycloakTokenSourceOptions = {},
): TokenSource {
  const { token = "id", organization = ({ ["organization"]: org }) => org } = options;
  requireMembers(
    keycloak,
    ["authenticated", "updateToken"],
    "useKeycloakTokenSource",
    forDeveloper("the Keycloak instance"),
  );
  const subscription = subscriptionOf(keycloak);
  /**
   * Returns the realm, user and organization as JSON. A refresh of the tokens does not change the JSON. If no user is
   * signed in, returns null, or `LOADING` while `isSettled` is false.
   */
  const readUser = (): string | null => {
    if (!keycloak.authenticated) return subscription.isSettled ? null : LOADING;
    const claims = { ...keycloak.tokenParsed, ...keycloak.idTokenParsed };
    return JSON.stringify([claims["iss"], claims["sub"], organization(claims)]);
  };
  const user = useSyncExternalStore(subscription.subscribe, readUser, () => LOADING);
  return useProviderTokenSource({
    isLoading: user === LOADING,
    identity: user === null ? null : [user, token],
    session: keycloak.refreshToken,
    isOwn: () => readUser() === user,
    async getToken({ forceRefresh }) {
      try {
        // The implicit flow has no refresh token, so the instance cannot renew its tokens.
        if (forceRefresh || keycloak.refreshToken)
          await keycloak.updateToken(forceRefresh ? -1 : RENEWAL_MARGIN_SECONDS);
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

/** Keycloak's callbacks for events that may change the signed-in user. */
const CALLBACKS = ["onReady", "onAuthSuccess", "onAuthError", "onAuthRefreshSuccess", "onAuthLogout"] as const;

/** The subscription of all hooks to one `Keycloak` instance. */
interface Subscription {
  /**
   * Whether the hooks treat `init()` as settled. This is true after Keycloak has called a callback, after `init()` has
   * rejected, or if the app called `init()` before the first hook rendered.
   */
  isSettled: boolean;
  subscribe(listener: () => void): () => void;
}

/**
 * The property of a `Keycloak` instance that stores its {@link Subscription}. `Symbol.for` returns the same key in two
 * copies of this package, so the copies share the subscription.
 */
const SUBSCRIPTION = Symbol.for("assistant-cloud-auth.keycloak");

/**
 * Returns the {@link Subscription} of a `Keycloak` instance, and creates it at the first call. All hooks share one
 * subscription, so that each callback property of the instance is wrapped only once.
 */
function subscriptionOf(keycloak: KeycloakClient & { [SUBSCRIPTION]?: Subscription }): Subscription {
  if (keycloak[SUBSCRIPTION]) return keycloak[SUBSCRIPTION];
  const listeners = new Set<() => void>();
  const subscription: Subscription = {
    isSettled: keycloak.didInitialize,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  keycloak[SUBSCRIPTION] = subscription;
  const notify = () => {
    subscription.isSettled = true;
    for (const listener of listeners) listener();
  };
  for (const name of CALLBACKS) wrapCallback(keycloak as unknown as Record<string, Callback | undefined>, name, notify);
  wrapInit(keycloak, notify);
  return subscription;
}

/**
 * Wraps the `init()` of the instance. The wrapper calls `notify` when `init()` rejects, because Keycloak then calls no
 * callback, for example if its frame is blocked.
 */
function wrapInit(
  keycloak: KeycloakClient & { init?(...args: unknown[]): Promise<unknown> },
  notify: () => void,
): void {
  const { init } = keycloak;
  if (!init) return;
  keycloak.init = async (...args) => {
    // A second call rejects at once while the first is still pending, as in effects under StrictMode.
    const isFirst = !keycloak.didInitialize;
    try {
      return await init.apply(keycloak, args);
    } catch (error) {
      if (isFirst) notify();
      throw error;
    }
  };
}

type Callback = (this: unknown, ...args: unknown[]) => void;

/**
 * Wraps a callback property of the instance. The wrapper calls `notify`, then the app's callback. If the app assigns
 * another callback later, the property wraps that callback too. A read of the property returns the wrapper. The app may
 * call the wrapper or assign the wrapper to the property.
 */
function wrapCallback(keycloak: Record<string, Callback | undefined>, name: string, notify: () => void): void {
  const wrapped = new WeakSet<Callback>();
  const wrap = (own: Callback | undefined): Callback => {
    // A chain of callbacks notifies more than once. This is harmless, because listeners only reread the instance.
    const call: Callback = function (...args) {
      notify();
      own?.apply(this, args);
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
