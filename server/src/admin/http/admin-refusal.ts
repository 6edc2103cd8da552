import type { FieldMessages } from "./admin-answers.ts";

/** The body of every response of the admin API with status 400 or above. */
export interface AdminRefusal {
  /** The error message for admins. */
  error: string;
  /**
   * A stable code for programs: `session_missing` (401: sign in), `sign_in_refused` (401), `foreign_origin`,
   * `set_up_refused`, `password_refused`, `password_off` (403), `not_found` (404), `conflict` (409), `body_too_large`
   * (413), `content_type` (415), `rate_limited` (429), `fields_invalid`, `json_malformed`, `invalid_…` (400),
   * `storage_unavailable` (503), `internal` (500).
   */
  code: string;
  /** The same sentence as in `error`. */
  message: string;
  /**
   * The error messages of rejected fields, keyed by field name. Present only with status 400 or the code
   * `password_refused`. The key `""` contains a message about the whole request.
   */
  fields?: FieldMessages;
  /** How to fix the error. Present if a change was rejected or password sign-in is disabled. */
  remedy?: string;
  /** How long the caller must wait, in seconds. Present only with status 429. */
  retryAfter?: number;
}
