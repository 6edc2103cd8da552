import { WORKSPACE_TOKEN_NOT_BEFORE_SECONDS } from "../../../src/core/protocol.ts";
import type { Identity } from "../base/identity.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/**
 * Signs a workspace token for a user and workspace, and returns it. The claims come only from `identity` and the
 * settings, never from the token that the client sent.
 *
 * @param issuedAt the token's `iat`, in whole seconds
 */
export function signToken(
  keys: SigningKeySet,
  settings: AuthoritySettings,
  identity: Identity,
  issuedAt: number,
): Promise<string> {
  return keys.active.sign({
    sub: identity.userId,
    workspace_id: identity.workspaceId,
    project_id: settings.projectId,
    iss: settings.issuer,
    iat: issuedAt,
    nbf: issuedAt - WORKSPACE_TOKEN_NOT_BEFORE_SECONDS,
    exp: issuedAt + settings.tokenLifetimeSeconds,
  });
}
