import { CompactSign } from "jose";
import { WORKSPACE_TOKEN_NOT_BEFORE_SECONDS } from "../../core/workspace-token.ts";
import type { AuthoritySettings } from "../authority-settings.ts";
import type { Identity } from "../identity.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/** The type of a workspace token, so that no other JWT passes for one (RFC 8725 §3.11). */
export const WORKSPACE_TOKEN_TYPE = "aui-workspace+jwt";

const encoder = new TextEncoder();

/** Signs a workspace token: these claims and no others, whatever the caller's own token said. */
export function signToken(keys: SigningKeySet, settings: AuthoritySettings, identity: Identity): Promise<string> {
  const issuedAt = Math.floor(settings.now() / 1000);
  const { kid, algorithm, privateKey } = keys.active;
  const claims = {
    sub: identity.userId,
    workspace_id: identity.workspaceId,
    project_id: settings.projectId,
    iss: settings.issuer,
    iat: issuedAt,
    nbf: issuedAt - WORKSPACE_TOKEN_NOT_BEFORE_SECONDS,
    exp: issuedAt + settings.tokenLifetimeSeconds,
  };
  // Not SignJWT, which first makes a deep copy of the claims. The encoder's array may be of another realm, as in jsdom.
  return new CompactSign(new Uint8Array(encoder.encode(JSON.stringify(claims))))
    .setProtectedHeader({ typ: WORKSPACE_TOKEN_TYPE, alg: algorithm, kid })
    .sign(privateKey);
}
