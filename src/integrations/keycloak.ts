"use client";

import { useSyncExternalStore } from "react";
import { signedOut } from "../client/sources/refusal.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import type { TokenSource } from "../core/token-source.ts";
import { useProviderTokenSource } from "../react/use-provider-token-source.ts";
import { SPARE_SECONDS } from "./shared/expires-within.ts";
import { requireMembers } from "./shared/require-members.ts";

/** What stands in a token of Keycloak; those of the ID token come before those of the access token. */
export interface KeycloakClaims {
  readonly [claim: string]: unknown;
}

/** The part of a `Keycloak` of `keycloak-js` that is used. */
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

/** What {@link useKeycloakTokenSource} takes besides. */
export interface KeycloakTokenSourceOptions {
  /**
   * Which token is sent. The ID token's audience is the client; the access token's is often only `account`, unless
   * the client has an audience mapper. Default: `id`.
   */
  token?: "id" | "access";
  /** Reads the organization from the claims, so that a switch drops the old token. Default: the claim `organization`. */
  organization?: (claims: KeycloakClaims) => unknown;
}

/**
 * A token source for Keycloak, through `keycloak-js`: the ID token (or access token), exchanged under an auth rule.
 *
 * It follows the instance by its callbacks (`onReady`, `onAuthSuccess`, `onAuthLogout` …), and leaves the app's own in
 * place, set before or after. The token is one of realm, user and organization. It waits until
 * `init()` has settled; an instance whose `init()` had been called when the hook first saw it is taken as settled.
 *
 * @param keycloak the app's one `Keycloak` instance
 * @throws `configuration` while rendering, when `keycloak` is something else; `getToken` rejects with it when there is
 *   no ID token
 * @see https://www.keycloak.org/securing-apps/javascript-adapter
 */
export function useKeycloakTokenSource(
  keycloak: KeycloakClient,
  options: KeycloakTokenSourceOptions = {},
): TokenSource {
  const { token = "id", organization = ({ ["organization"]: org }) => org } = options;
  requireMembers(keycloak, ["authenticated", "updateToken"], "useKeycloakTokenSource", "the Keycloak instance");
  const watch = watchOf(keycloak);
  /** The ids of the signed-in user as text, which a routine refresh does not change; null when signed out. */
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
        // Without a refresh token (implicit flow) there is nothing to renew with.
        if (forceRefresh || keycloak.refreshToken) await keycloak.updateToken(forceRefresh ? -1 : SPARE_SECONDS);
      } catch (error) {
        // A refused refresh token clears the instance; on any other failure it keeps its tokens.
        if (keycloak.authenticated) throw error;
      }
      if (!keycloak.authenticated) throw signedOut();
      const jwt = token === "id" ? keycloak.idToken : keycloak.token;
      if (jwt !== undefined) return jwt;
      throw new AssistantCloudAuthError(
        "configuration",
        forDeveloper(() => `Keycloak's init() got no ${token} token.`),
      );
    },
  });
}

const LOADING = "";

/** Named by Keycloak; each may change who is signed in. */
const NEWS = ["onReady", "onAuthSuccess", "onAuthError", "onAuthRefreshSuccess", "onAuthLogout"] as const;

interface Watch {
  /** Whether `init()` has told of anything. */
  isSettled: boolean;
  subscribe(listener: () => void): () => void;
}

/** On the instance itself, so that two copies of this package share its slots. */
const WATCH = Symbol.for("assistant-cloud-auth.keycloak");

/** An instance has one slot for each callback, which the app and all hooks share. */
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
  for (const name of NEWS) shareSlot(keycloak as unknown as Record<string, Callback | undefined>, name, notify);
  return watch;
}

type Callback = (...args: unknown[]) => void;

/**
 * Lets `notify` hear of an event beside the app's callback. The app reads what Keycloak calls: its callback with `notify`
 * around it. It may chain that into another callback, or put it back later.
 */
function shareSlot(keycloak: Record<string, Callback | undefined>, name: string, notify: () => void): void {
  const shared = new WeakSet<Callback>();
  const around = (own: Callback | undefined): Callback => {
    // A chain notifies more than once, which changes nothing: the listeners read the instance again.
    const call: Callback = (...args) => {
      notify();
      own?.(...args);
    };
    shared.add(call);
    return call;
  };
  let current = around(keycloak[name]);
  Object.defineProperty(keycloak, name, {
    get: () => current,
    set: (callback: Callback) => {
      current = shared.has(callback) ? callback : around(callback);
    },
  });
}
