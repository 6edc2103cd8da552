import { WORKSPACE_TOKEN_TYPE } from "../../../src/core/protocol.ts";
import { isSignedWith } from "../../../src/verify/jwt/check-signature.ts";
import { checkTimes } from "../../../src/verify/jwt/check-times.ts";
import type { ParsedJwt } from "../../../src/verify/jwt/parse-jwt.ts";
import type { AuthoritySettings } from "../config/authority-settings.ts";
import { faults } from "../http/http-fault.ts";
import type { SigningKeySet } from "./signing-keys.ts";

/** Checks that a token which names this authority as its issuer is one of its workspace tokens, for this project, and in time. */
export async function verifyOwnToken(jwt: ParsedJwt, keys: SigningKeySet, settings: AuthoritySettings): Promise<void> {
  const { kid, typ } = jwt.header;
  if (kid === undefined) throw faults.keyIdMissing();
  const key = typeof kid === "string" ? keys.verifiers.get(kid) : undefined;
  if (typ !== WORKSPACE_TOKEN_TYPE || key === undefined) throw faults.tokenInvalid();
  if (key.algorithm !== jwt.algorithm) throw faults.tokenAlgorithm();
  if (!(await isSignedWith(jwt, key.publicKey))) throw faults.tokenInvalid();
  if (jwt.payload["project_id"] !== settings.projectId) throw faults.projectInvalid();
  checkTimes(jwt.payload, settings.now());
}
