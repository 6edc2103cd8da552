import type { FieldMessages } from "./admin-answers.ts";

/** The body of every response with a status from 400. */
export interface AdminRefusal {
  /** A sentence for admins. */
  error: string;
  /**
   * A stable code for programs: `session_missing` (401: sign in), `sign_in_refused` (401), `foreign_origin`,
   * `set_up_refused`, `password_refused`, `password_off` (403), `not_found` (404), `conflict` (409), `body_too_large`
   * (413), `content_type` (415), `rate_limited` (429), `fields_invalid`, `json_malformed`, `invalid_…` (400),
   * `storage_unavailable` (503), `internal` (500).
   */
  code: string;
  /** The same as `error`. */
  message: string;
  /** With 400: the problem of each rejected field by its name. Problems of no single field are under the empty name. */
  fields?: FieldMessages;
  /** The fix, if a setting was rejected as a whole. */
  remedy?: string;
  /** With 429: seconds to wait. */
  retryAfter?: number;
}
