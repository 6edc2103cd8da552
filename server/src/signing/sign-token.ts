import { WORKSPACE_TOKEN_NOT_BEFORE_SECONDS } from "../../../src/core/protocol.ts";
import type { Identity } from "../base/identity.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/**
 * Signs a workspace token for a user and workspace. Its claims come from `identity` and the settings only, never from
 * the token that the caller sent.
 *
 * @param earliest the minimum `iat`, in seconds, for a user whose older tokens are revoked. Default: 0.
 */
export function signToken(
  keys: SigningKeySet,
  settings: AuthoritySettings,
  identity: Identity,
  earliest = 0,
): Promise<string> {
  const issuedAt = Math.max(Math.floor(settings.now() / 1000), earliest);
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
