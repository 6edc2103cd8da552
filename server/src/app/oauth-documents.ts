import { OAUTH_TOKEN_PATH } from "../../../src/core/protocol.ts";
import { TOKEN_EXCHANGE_GRANT } from "../base/oauth-names.ts";
import type { ServerSettings } from "../config/server-settings.ts";

/**
 * Returns the document at `/.well-known/oauth-authorization-server` (RFC 8414 §2). OAuth clients read the URL of the
 * token endpoint from it.
 */
export function authorizationServerDocument({ issuer }: Pick<ServerSettings, "issuer">) {
  return {
    issuer,
    token_endpoint: issuer + OAUTH_TOKEN_PATH,
    token_endpoint_auth_methods_supported: ["none"],
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    grant_types_supported: [TOKEN_EXCHANGE_GRANT],
    // RFC 8414 requires this field. The list is empty because there is no authorization endpoint.
    response_types_supported: [],
    protected_resources: [issuer],
  };
}

/**
 * Returns the document at `/.well-known/oauth-protected-resource` (RFC 9728 §2). API clients read this document to find
 * the issuer of the tokens that the API accepts.
 */
export function protectedResourceDocument({ issuer }: Pick<ServerSettings, "issuer">) {
  return {
    resource: issuer,
    authorization_servers: [issuer],
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    bearer_methods_supported: ["header"],
    resource_name: "assistant-ui API",
  };
}
