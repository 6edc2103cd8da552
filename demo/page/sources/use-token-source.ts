import type { TokenSource } from "assistant-cloud-auth";
import type { UserManager } from "oidc-client-ts";
import { useMemo } from "react";
import type { Identity } from "../identity/identity.ts";
import type { Approach } from "./approach.ts";
import { createBackendSession } from "./backend-session.ts";
import { backendSource } from "./backend-source.ts";
import { directSource } from "./direct-source.ts";
import { fetchExpiredToken } from "./expired-token.ts";
import { type SourceFault, withFault } from "./source-fault.ts";

/** The token source of the chosen approach, for the person and organization at hand. */
export function useTokenSource(
  manager: UserManager,
  identity: Identity,
  approach: Approach,
  fault: SourceFault,
): TokenSource {
  const session = useMemo(() => createBackendSession(manager), [manager]);
  return useMemo(() => {
    const source = approach === "direct" ? directSource(manager, identity) : backendSource(session, identity);
    return withFault(source, fault, (signal) => fetchExpiredToken(approach, manager, session, identity, signal));
  }, [manager, session, identity, approach, fault]);
}
