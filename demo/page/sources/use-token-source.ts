import { anonymousTokenSource, type TokenSource } from "assistant-cloud-auth";
import type { UserManager } from "oidc-client-ts";
import { useMemo } from "react";
import type { Identity } from "../identity/identity.ts";
import type { Approach } from "./approach.ts";
import { type BackendSession, createBackendSession } from "./backend-session.ts";
import { backendSource } from "./backend-source.ts";
import { directSource } from "./direct-source.ts";
import { fetchExpiredToken } from "./expired-token.ts";

/**
 * Returns the token source of the chosen approach. For a visitor, returns `anonymousTokenSource()` instead.
 *
 * @param identity the signed-in person and organization; null for a visitor
 * @param hasExpiredTokens whether the source returns expired tokens. If true, the source of a visitor rejects instead.
 */
export function useTokenSource(
  manager: UserManager,
  identity: Identity | null,
  approach: Approach,
  hasExpiredTokens: boolean,
): TokenSource {
  const session = useMemo(() => createBackendSession(manager), [manager]);
  return useMemo(() => {
    const source = createSource(manager, session, identity, approach);
    if (!hasExpiredTokens) return source;
    const getToken: TokenSource["getToken"] = ({ signal }) =>
      identity === null ? refuseExpired() : fetchExpiredToken(approach, manager, session, identity, signal);
    return { kind: source.kind, key: source.key, getToken };
  }, [manager, session, identity, approach, hasExpiredTokens]);
}

function createSource(
  manager: UserManager,
  session: BackendSession,
  identity: Identity | null,
  approach: Approach,
): TokenSource {
  if (identity === null) return anonymousTokenSource();
  return approach === "direct" ? directSource(manager, identity) : backendSource(session, identity);
}

/**
 * Rejects a visitor's request for an expired token. The demo's server signs expired tokens only for signed-in people.
 */
const refuseExpired = () => Promise.reject(new Error("Sign in to try an expired token."));
