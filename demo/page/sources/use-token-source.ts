import { anonymousTokenSource, type TokenSource } from "assistant-cloud-auth";
import type { UserManager } from "oidc-client-ts";
import { useMemo } from "react";
import type { Identity } from "../identity/identity.ts";
import { type SourceFault, withFault } from "../panel/faults/source-fault.ts";
import type { Approach } from "./approach.ts";
import { createBackendSession } from "./backend-session.ts";
import { backendSource } from "./backend-source.ts";
import { directSource } from "./direct-source.ts";
import { fetchExpiredToken } from "./expired-token.ts";

/**
 * The token source of the chosen approach.
 *
 * @param identity the person and organization at hand; null for a visitor
 */
export function useTokenSource(
  manager: UserManager,
  identity: Identity | null,
  approach: Approach,
  fault: SourceFault,
): TokenSource {
  const session = useMemo(() => createBackendSession(manager), [manager]);
  return useMemo(() => {
    if (identity === null) return withFault(anonymousTokenSource(), fault, refuseExpired);
    const source = approach === "direct" ? directSource(manager, identity) : backendSource(session, identity);
    return withFault(source, fault, (signal) => fetchExpiredToken(approach, manager, session, identity, signal));
  }, [manager, session, identity, approach, fault]);
}

/** Expired tokens are signed for the demo's people only. */
const refuseExpired = () => Promise.reject(new Error("Sign in to try an expired token."));
