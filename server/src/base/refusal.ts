import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";

/** A claim with an invalid value. `problem` is a clause, such as "must not be empty". */
export interface ClaimProblem {
  readonly claim: string;
  readonly problem: string;
}

/** An invalid user id or workspace id in a request header. `problem` is a clause, such as "must not be empty". */
export interface HeaderProblem {
  readonly problem: string;
}

/**
 * Maps each refusal code to the data that the response contains. The value is null for a refusal without data.
 *
 * The codes are part of the wire format. The compiler ensures that every code has a row in `http/refusal-answers.ts`. A
 * JWT that fails verification causes a {@link TokenRefusal} instead.
 */
export interface RefusalData {
  authorization_missing: null;
  authorization_malformed: null;
  authorization_unsupported: null;

  token_issuer_missing: null;
  token_key_id_missing: null;
  token_subject_missing: null;
  token_revoked: null;
  token_claim_refused: { readonly claim: string };
  /**
   * `mismatch` is the reason why no auth rule matches: the token's issuer, the token's audience, or a missing audience.
   * `claims` names the claims in which the rules expect the audience, such as `aud`.
   */
  no_auth_rule:
    | { readonly mismatch: "issuer" }
    | { readonly mismatch: "audience" | "audience_missing"; readonly claims: readonly string[] };
  user_id_invalid: ClaimProblem;
  workspace_id_invalid: ClaimProblem;
  project_invalid: null;
  provider_token_required: null;

  api_key_malformed: null;
  api_key_unknown: null;
  api_key_in_browser: null;
  user_id_header_invalid: HeaderProblem;
  workspace_id_header_invalid: HeaderProblem;
  backend_only: null;

  anonymous_not_allowed: null;
  origin_not_allowed: null;
  refresh_token_malformed: null;
  refresh_token_unknown: null;
  claim_by_visitor: null;

  /** A rejected OAuth token request. `error` is the error code of the OAuth response, and `problem` is a sentence. */
  token_request_refused: { readonly error: string; readonly problem: string };
  /** A rejected security event. `error` is the error code of the response (RFC 8935), and `problem` is a sentence. */
  security_event_refused: { readonly error: string; readonly problem: string };
  schema_validation: { readonly details: readonly { readonly path: string; readonly message: string }[] };
  body_too_large: null;
  not_found: null;
  project_not_found: null;
  rate_limited: { readonly retryAfter: number; readonly limit: "requests" | "sign_in" };

  thread_not_found: null;
  assistant_not_found: null;
  run_not_found: null;
  message_of_other_thread: null;
  message_not_found: null;
  messages_not_found: null;
  parent_not_found: null;
  parent_external_not_found: null;
  upsert_without_external_id: null;
  role_changed: null;
  run_ended: null;
  lease_mismatch: null;
  lease_not_found: null;

  attachment_not_found: null;
  attachments_off: null;
  file_url_invalid: null;
  file_url_expired: null;
  file_already_uploaded: null;
  file_upload_under_way: null;
  file_type_mismatch: null;
  file_too_large: null;
  file_incomplete: null;
  quota_exceeded: null;
  upload_timeout: null;
  range_not_satisfiable: null;

  foreign_origin: { readonly allowed: string };
  session_missing: null;
  sign_in_refused: null;
  set_up_refused: null;
  password_refused: null;
  password_off: { readonly provider: string };
  content_type: null;
  json_malformed: null;
  fields_invalid: { readonly fields: Readonly<Record<string, string>> };
}

export type RefusalCode = keyof RefusalData;

/** The code of a {@link Refusal} without data. */
export type PlainRefusalCode = { [Code in RefusalCode]: RefusalData[Code] extends null ? Code : never }[RefusalCode];

/**
 * An error that rejects a request. It contains a code and the code's data. The HTTP layer adds the message and the
 * status.
 */
export class Refusal<Code extends RefusalCode = RefusalCode> extends Error {
  override readonly name = "Refusal";
  readonly data: RefusalData[Code];

  constructor(
    readonly code: Code,
    ...[data]: RefusalData[Code] extends null ? [] : [data: RefusalData[Code]]
  ) {
    super(code);
    this.data = (data ?? null) as RefusalData[Code];
  }
}

/** Any rejection of a caller's request. Switch on `code`. */
export type AnyRefusal = { [Code in RefusalCode]: Refusal<Code> }[RefusalCode] | TokenRefusal;

/** Returns whether an error rejects the caller's request. Returns false for a failure of the server. */
export function isRefusal(error: unknown): error is AnyRefusal {
  return error instanceof Refusal || error instanceof TokenRefusal;
}
