import type { UserManager } from "oidc-client-ts";
import { SESSION_KEY_HEADER } from "../../config.ts";
import type { Identity } from "../identity/identity.ts";
import type { Approach } from "./approach.ts";
import type { BackendSession } from "./backend-session.ts";
import { readIdToken } from "./direct-source.ts";

/**
 * Fetches an expired token with a valid signature: an ID token for the direct integration, or a workspace token for the
 * backend integration.
 */
export async function fetchExpiredToken(
  approach: Approach,
  manager: UserManager,
  session: BackendSession,
  identity: Identity,
  signal: AbortSignal,
): Promise<string> {
  const response = await (approach === "direct" ? expiredIdToken() : expiredWorkspaceToken());
  if (!response.ok) throw new Error(`The demo's server gave no expired token (${response.status}).`);
  return response.text();

  async function expiredIdToken() {
    const idToken = await readIdToken(manager, identity, false);
    return fetch("/demo/expired/id-token", { method: "POST", headers: { Authorization: `Bearer ${idToken}` }, signal });
  }

  async function expiredWorkspaceToken() {
    await session.ensure(identity, signal);
    const headers = { [SESSION_KEY_HEADER]: identity.key };
    return fetch("/demo/expired/workspace-token", { method: "POST", headers, signal });
  }
}
