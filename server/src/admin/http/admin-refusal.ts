import type { FieldMessages } from "./admin-answers.ts";

/** The body of every response with status 400 or above. */
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
  /** The same sentence as `error`. */
  message: string;
  /**
   * Only with status 400: the error message of each rejected field, by its name. Messages about no single field are
   * under the empty name.
   */
  fields?: FieldMessages;
  /** The fix; only if a setting was rejected as a whole. */
  remedy?: string;
  /** Only with status 429: how long to wait, in seconds. */
  retryAfter?: number;
}
