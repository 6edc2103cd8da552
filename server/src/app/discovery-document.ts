import type { ServerSettings } from "../config/server-settings.ts";
import { SIGNING_ALGORITHMS } from "../config/signing-algorithm.ts";

/**
 * Returns the document at `/.well-known/openid-configuration`. Verifiers read the issuer and the URL of the keys from
 * it. The document has no authorization endpoint.
 */
export function discoveryDocument({ issuer }: Pick<ServerSettings, "issuer">) {
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["id_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: SIGNING_ALGORITHMS,
    claims_supported: ["sub", "workspace_id", "project_id", "iss", "iat", "nbf", "exp"],
  };
}
