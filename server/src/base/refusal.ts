import { TokenRefusal } from "../../../src/verify/jwt/token-refusal.ts";

/** An id or a claim that cannot be used; `problem` is a clause that follows its name, such as "must not be empty". */
export interface ClaimProblem {
  readonly claim: string;
  readonly problem: string;
}

/**
 * Every refusal of a caller, with the data that its answer needs; null where the code says it all.
 *
 * The codes are part of the wire. A new one needs a line in `http/refusal-answers.ts`, which the compiler demands.
 * Refusals of a JWT itself are {@link TokenRefusal}s.
 */
export interface RefusalData {
  authorization_missing: null;
  authorization_malformed: null;
  authorization_unsupported: null;

  token_issuer_missing: null;
  token_key_id_missing: null;
  token_subject_missing: null;
  token_claim_refused: { readonly claim: string };
  /** How near the token came to a rule. `claims` are those in which the rules of its issuer look for an audience. */
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
  user_id_header_invalid: null;
  workspace_id_header_invalid: null;
  backend_only: null;

  anonymous_not_allowed: null;
  refresh_token_malformed: null;
  refresh_token_unknown: null;
  claim_by_visitor: null;

  schema_validation: { readonly details: readonly { readonly path: string; readonly message: string }[] };
  body_too_large: null;
  not_found: null;
  project_not_found: null;
  rate_limited: { readonly retryAfter: number; readonly limit: "requests" | "sign_in" };

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

/** The code of a {@link Refusal}. */
export type RefusalCode = keyof RefusalData;

/** A code that needs no data. */
export type PlainRefusalCode = { [Code in RefusalCode]: RefusalData[Code] extends null ? Code : never }[RefusalCode];

/** A request that must not be served: a code and its data, without a sentence or a status. */
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

/** Any refusal of a caller: `code` decides which `data` there is. */
export type AnyRefusal = { [Code in RefusalCode]: Refusal<Code> }[RefusalCode] | TokenRefusal;

/** Whether a thrown value refuses the caller, in contrast to a failure of the server. */
export function isRefusal(error: unknown): error is AnyRefusal {
  return error instanceof Refusal || error instanceof TokenRefusal;
}
