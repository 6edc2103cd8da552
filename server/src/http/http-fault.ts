import type { TokenRefusal, TokenRefusalCode } from "../../../src/verify/jwt/token-refusal.ts";

/** A refusal that the caller is told of: thrown anywhere on a request's way, turned into a response at one place. */
export class HttpFault extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 429 | 500 | 503,
    /** Stable, for programs. */
    readonly code: string,
    /** The hosted cloud's wording. */
    readonly error: string,
    /** More fields of the body. */
    readonly extra: Readonly<Record<string, unknown>> = {},
  ) {
    super(error);
  }
}

const NO_RULE = "No auth rule matches the JWT iss and aud claims";

/** Every refusal, with status and wording as the hosted cloud has them. */
export const faults = {
  authorizationMissing: () => new HttpFault(401, "authorization_missing", "Authorization header is missing"),
  authorizationMalformed: () =>
    new HttpFault(401, "authorization_malformed", 'Authorization header must begin with "Bearer "'),
  authorizationUnsupported: () => new HttpFault(403, "authorization_unsupported", "Unsupported authorization value"),
  tokenExpired: () => new HttpFault(401, "token_expired", "JWT token has expired"),
  tokenNotYetValid: () => new HttpFault(401, "token_not_yet_valid", "JWT token is not yet valid"),
  tokenMalformed: () => new HttpFault(403, "token_malformed", "Invalid JWT token"),
  tokenAlgorithm: () => new HttpFault(403, "token_algorithm", "JWT token algorithm is not valid"),
  tokenInvalid: () => new HttpFault(403, "token_invalid", "JWT token is not valid"),
  issuerMissing: () => new HttpFault(403, "token_issuer_missing", "JWT payload is missing iss"),
  keyIdMissing: () => new HttpFault(403, "token_key_id_missing", "JWT header is missing kid"),
  subjectMissing: () => new HttpFault(403, "token_subject_missing", "JWT payload is missing sub"),
  noRule: (hint: string) =>
    new HttpFault(403, "no_auth_rule", NO_RULE, {
      message: `${NO_RULE}. ${hint} \`assistant-cloud-server rules test\` explains.`,
    }),
  claimRefused: (claim: string) =>
    new HttpFault(403, "token_claim_refused", `JWT ${claim} is not as the auth rule requires`),
  userIdInvalid: (claim: string, problem: string) =>
    new HttpFault(403, "user_id_invalid", `JWT ${claim} is not a valid user ID: ID ${problem}`),
  workspaceIdInvalid: (claim: string, problem: string) =>
    new HttpFault(403, "workspace_id_invalid", `JWT ${claim} is not a valid workspace ID: ID ${problem}`),
  projectInvalid: () => new HttpFault(403, "project_invalid", "Invalid project ID"),
  apiKeyMalformed: () => new HttpFault(403, "api_key_malformed", "Invalid API key format"),
  apiKeyUnknown: () => new HttpFault(403, "api_key_unknown", "Unknown or expired API key"),
  apiKeyInBrowser: () =>
    new HttpFault(403, "api_key_in_browser", "This endpoint may only be accessed from the backend", {
      message: "An API key was sent by a web page. Revoke that key now and mint tokens on the server only.",
    }),
  userHeader: () => new HttpFault(403, "user_id_header_invalid", "Invalid Aui-User-Id header"),
  workspaceHeader: () => new HttpFault(403, "workspace_id_header_invalid", "Invalid Aui-Workspace-Id header"),
  backendOnly: () => new HttpFault(403, "backend_only", "This endpoint may only be accessed from the backend"),
  providerOnly: () => new HttpFault(403, "provider_token_required", "This endpoint needs an auth provider's ID token"),
  anonymousOff: () => new HttpFault(403, "anonymous_not_allowed", "Anonymous access is not allowed"),
  refreshTokenMalformed: () => new HttpFault(403, "refresh_token_malformed", "Invalid refresh token format"),
  refreshTokenUnknown: () => new HttpFault(403, "refresh_token_unknown", "Invalid refresh token"),
  claimByVisitor: () => new HttpFault(403, "claim_by_visitor", "Anonymous sessions cannot claim threads"),
  schema: (details: readonly { path: string; message: string }[]) =>
    new HttpFault(400, "schema_validation", "Schema validation error", { details }),
  rateLimited: (retryAfter: number) =>
    new HttpFault(429, "rate_limited", "rate_limited", {
      message: "Too many requests came from this address. Wait as long as Retry-After says.",
      retryAfter,
    }),
  bodyTooLarge: () => new HttpFault(413, "body_too_large", "Payload Too Large"),
  projectNotFound: () => new HttpFault(404, "project_not_found", "Project not found"),
  notFound: () => new HttpFault(404, "not_found", "Not Found"),
  internal: () => new HttpFault(500, "internal", "Internal Server Error"),
  storageAway: () => new HttpFault(503, "storage_unavailable", "Service Unavailable"),
  jwksAway: () => new HttpFault(503, "jwks_unavailable", "The auth provider's keys cannot be fetched"),
} as const;

const tokenFaults: Readonly<Record<TokenRefusalCode, () => HttpFault>> = {
  token_malformed: faults.tokenMalformed,
  token_algorithm: faults.tokenAlgorithm,
  token_invalid: faults.tokenInvalid,
  token_expired: faults.tokenExpired,
  token_not_yet_valid: faults.tokenNotYetValid,
  jwks_unavailable: faults.jwksAway,
};

/** The answer to a JWT that was refused. */
export function faultOfToken({ code }: TokenRefusal): HttpFault {
  return tokenFaults[code]();
}
