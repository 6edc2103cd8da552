import {
  TOKEN_EXPIRED,
  TOKEN_REVOKED,
  USER_ID_HEADER_INVALID,
  WORKSPACE_ID_HEADER_INVALID,
} from "../../../src/core/protocol.ts";
import type { TokenRefusalCode } from "../../../src/verify/jwt/token-refusal.ts";
import { isAuthorityError } from "../base/authority-error.ts";
import {
  type HeaderProblem,
  isRefusal,
  type PlainRefusalCode,
  type RefusalCode,
  type RefusalData,
} from "../base/refusal.ts";

type Status = 400 | 401 | 403 | 404 | 408 | 409 | 413 | 415 | 416 | 429 | 500 | 503;
type Members = Readonly<Record<string, unknown>>;

/** The response to a rejected or failed request. */
export interface RefusalAnswer {
  readonly status: Status;
  /** A stable code for programs. */
  readonly code: string;
  /** The error message. Routes below `/v1` use the hosted cloud's wording. */
  readonly error: string;
  /** Further fields of the response body. */
  readonly extraFields: Members;
}

/** The codes of responses to failures of the server or the connection. No refusal has such a code. */
type FailureCode = "storage_unavailable" | "internal" | "body_incomplete";
type AnswerCode = RefusalCode | TokenRefusalCode | FailureCode;
type DataOf<Code> = Code extends RefusalCode ? RefusalData[Code] : null;
type Row = readonly [status: Status, error: string, extraFields?: Members];

const NO_RULE = "No auth rule matches the JWT iss and aud claims";

/** The status and error message of each code. Routes below `/v1` use the status and message of the hosted cloud. */
const ROWS: { readonly [Code in AnswerCode]: Row | ((data: DataOf<Code>) => Row) } = {
  authorization_missing: [401, "Authorization header is missing"],
  authorization_malformed: [401, 'Authorization header must begin with "Bearer "'],
  authorization_unsupported: [403, "Unsupported authorization value"],

  token_expired: [401, TOKEN_EXPIRED.error],
  token_not_yet_valid: [401, "JWT token is not yet valid"],
  token_revoked: [
    401,
    TOKEN_REVOKED.error,
    {
      message: "The token was revoked because its user was signed out. A token issued after a new sign-in is accepted.",
    },
  ],
  token_malformed: [403, "Invalid JWT token"],
  token_algorithm: [403, "JWT token algorithm is not valid"],
  token_invalid: [403, "JWT token is not valid"],
  token_issuer_missing: [403, "JWT payload is missing iss"],
  token_key_id_missing: [403, "JWT header is missing kid"],
  token_subject_missing: [403, "JWT payload is missing sub"],
  token_claim_refused: ({ claim }) => [403, `JWT ${claim} does not have the value that the auth rule requires`],
  no_auth_rule: (data) => [
    403,
    NO_RULE,
    { message: `${NO_RULE}. ${hintOf(data)} \`assistant-cloud-server rules test\` explains.` },
  ],
  user_id_invalid: ({ claim, problem }) => [403, `JWT ${claim} is not a valid user ID: ID ${problem}`],
  workspace_id_invalid: ({ claim, problem }) => [403, `JWT ${claim} is not a valid workspace ID: ID ${problem}`],
  project_invalid: [403, "Invalid project ID"],
  provider_token_required: [403, "This endpoint needs an auth provider's ID token"],
  token_key_not_known_yet: [
    503,
    "The JWT signing key is not known yet",
    {
      message: "The JWT signing key is not known yet. The server fetches the JWKS again within 10 seconds; retry then.",
      retryAfter: 10,
    },
  ],
  jwks_unavailable: [503, "The auth provider's JWKS cannot be fetched"],

  api_key_malformed: [403, "Invalid API key format"],
  api_key_unknown: [403, "Unknown or expired API key"],
  api_key_in_browser: [
    403,
    "This endpoint may only be accessed from the backend",
    { message: "A web page sent an API key. Revoke that key now, and mint tokens on the server only." },
  ],
  user_id_header_invalid: (data) => headerRow(USER_ID_HEADER_INVALID.error, data),
  workspace_id_header_invalid: (data) => headerRow(WORKSPACE_ID_HEADER_INVALID.error, data),
  backend_only: [403, "This endpoint may only be accessed from the backend"],

  anonymous_not_allowed: [403, "Anonymous access is not allowed"],
  origin_not_allowed: [
    403,
    "Anonymous access is not allowed",
    {
      message: "The page's origin is not an allowed origin. Add it: `assistant-cloud-server origins add <origin>`.",
    },
  ],
  refresh_token_malformed: [403, "Invalid refresh token format"],
  refresh_token_unknown: [403, "Invalid refresh token"],
  claim_by_visitor: [403, "Anonymous sessions cannot claim threads"],

  token_request_refused: ({ error, problem }) => [error === "invalid_client" ? 401 : 400, error, { message: problem }],
  security_event_refused: ({ error, problem }) => [400, error, { message: problem }],
  schema_validation: ({ details }) => [400, "Schema validation error", { details }],
  body_too_large: [413, "Payload Too Large"],
  not_found: [404, "Not Found"],
  project_not_found: [404, "Project not found"],
  rate_limited: ({ retryAfter, limit }) =>
    limit === "sign_in"
      ? [429, "Too many attempts: wait, then try again", { retryAfter }]
      : [
          429,
          "rate_limited",
          { message: "Too many requests from this address. Wait for the time in Retry-After.", retryAfter },
        ],

  thread_not_found: [404, "Thread not found"],
  assistant_not_found: [404, "Assistant not found"],
  run_not_found: [404, "Run not found"],
  message_of_other_thread: [400, "message_id must belong to thread_id"],
  message_not_found: [404, "Message not found"],
  messages_not_found: [404, "Messages not found"],
  parent_not_found: [400, "Parent message not found in thread"],
  parent_external_not_found: [400, "Parent message with external_id not found in thread"],
  upsert_without_external_id: [400, "upsert requires external_id"],
  role_changed: [409, "Message role cannot change"],
  // The `assistant-cloud` client recognizes the next two refusals by `error`.
  run_ended: [409, "run_ended"],
  lease_mismatch: [409, "lease_mismatch"],
  lease_not_found: [404, "Run lease not found"],

  attachment_not_found: [404, "Attachment not found"],
  attachments_off: [503, "Attachments are not configured on this deployment"],
  file_url_invalid: [
    403,
    "Invalid file signature",
    { message: "The URL has no valid signature of this server. Request a new one." },
  ],
  file_url_expired: [
    403,
    "File signature has expired",
    { message: "The URL has expired. List the messages again or request a new URL." },
  ],
  file_already_uploaded: [409, "The file has already been uploaded"],
  file_upload_under_way: [409, "Another upload of the file is in progress"],
  file_type_mismatch: [415, "Content-Type differs from the one that the URL was signed for"],
  file_too_large: [413, "The file is too large"],
  file_incomplete: [400, "The upload ended before all bytes had arrived"],
  quota_exceeded: [
    413,
    "The workspace has no space for the file",
    { message: "The files of this workspace have used up its quota." },
  ],
  upload_timeout: [408, "The upload took too long"],
  range_not_satisfiable: [416, "Range Not Satisfiable"],

  foreign_origin: ({ allowed }) => [403, `Use the dashboard at ${allowed} only`],
  session_missing: [401, "Sign in first"],
  sign_in_refused: [401, "The password is wrong, or no admin has set one yet"],
  set_up_refused: [403, "The set-up link is not valid: it works once, within an hour, until a newer one is created"],
  password_refused: [403, "The current password is wrong", { fields: { current: "Is not the current password" } }],
  password_off: ({ provider }) => [
    403,
    "This dashboard has no sign-in with a password",
    { remedy: `Sign in with ${provider}.` },
  ],
  content_type: [415, "The content type must be application/json"],
  json_malformed: [400, "The body must be one JSON object"],
  fields_invalid: ({ fields }) => [400, "Some fields are invalid", { fields }],

  storage_unavailable: [503, "Service Unavailable"],
  internal: [500, "Internal Server Error"],
  body_incomplete: [400, "The request ended before its body was complete"],
};

const headerRow = (error: string, { problem }: HeaderProblem): Row => [
  403,
  error,
  { message: `${error}: ID ${problem}` },
];

/** Returns a hint for the developer about the claim that no auth rule accepts. The hint does not disclose the rules. */
function hintOf(data: RefusalData["no_auth_rule"]): string {
  if (data.mismatch === "issuer")
    return "No enabled rule has this `iss`, which must match exactly, up to the last slash.";
  const claims = data.claims.join(" or ");
  return data.mismatch === "audience_missing"
    ? `The token has no audience (\`${claims}\`).`
    : `Its audience (\`${claims}\`) is not one of the rule's.`;
}

/** Returns the response for a code that has no data. */
export function answerOf(code: PlainRefusalCode | FailureCode): RefusalAnswer {
  return render(code, null);
}

/** Returns the response to any thrown error. For a failure of the server, the response does not disclose the cause. */
export function answerTo(thrown: unknown): RefusalAnswer {
  if (isRefusal(thrown)) return render(thrown.code, "data" in thrown ? thrown.data : null);
  if (isAuthorityError(thrown) && thrown.code === "storage_unreachable") return answerOf("storage_unavailable");
  return answerOf(isCutRequest(thrown) ? "body_incomplete" : "internal");
}

/**
 * Returns whether Node.js threw the error because the client disconnected while it sent the request body. An error with
 * `syscall` has another cause: it comes from an outgoing connection.
 */
const isCutRequest = (thrown: unknown): boolean =>
  thrown instanceof Error && "code" in thrown && thrown.code === "ECONNRESET" && !("syscall" in thrown);

/** Returns the response for a code and its data. */
function render(code: AnswerCode, data: unknown): RefusalAnswer {
  const row = ROWS[code] as Row | ((data: unknown) => Row);
  const [status, error, extraFields = {}] = typeof row === "function" ? row(data) : row;
  return { status, code, error, extraFields };
}

/** Returns whether a response reports a failure of the server. The operator must see such failures. */
export const isServerFailure = ({ status, code }: RefusalAnswer): boolean =>
  // Any caller can cause `token_key_not_known_yet`, so it is not a failure.
  status >= 500 && code !== "token_key_not_known_yet";
