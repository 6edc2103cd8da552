import { WORKSPACE_TOKEN_TYPE } from "../../../src/core/protocol.ts";
import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";
import { Refusal } from "../base/refusal.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/**
 * Verifies that a token is a valid, unexpired workspace token of this project. The caller has already checked that the
 * token's issuer is this authority.
 *
 * @throws `TokenRefusal` or `Refusal`; the refusal's code is the reason
 */
export async function verifyOwnToken(
  jwt: ParsedJwt,
  keys: SigningKeySet,
  settings: Pick<ProjectSettings, "projectId" | "now">,
): Promise<void> {
  const { kid, typ } = jwt.header;
  if (kid === undefined) throw new Refusal("token_key_id_missing");
  const key = typeof kid === "string" ? keys.verifiers.get(kid) : undefined;
  if (typ !== WORKSPACE_TOKEN_TYPE || key === undefined) throw new TokenRefusal("token_invalid");
  if (key.algorithm !== jwt.algorithm) throw new TokenRefusal("token_algorithm");
  if (!(await isSignedWith(jwt, key.publicKey))) throw new TokenRefusal("token_invalid");
  if (jwt.payload["project_id"] !== settings.projectId) throw new Refusal("project_invalid");
  checkTimes(jwt.payload, settings.now());
}
