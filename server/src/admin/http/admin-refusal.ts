import type { FieldMessages } from "./admin-answers.ts";

/** The body of every answer from 400 on. */
export interface AdminRefusal {
  /** A sentence for people. */
  error: string;
  /**
   * Stable, for programs: `session_missing` (401: sign in), `sign_in_refused` (401), `foreign_origin`, `set_up_refused`, `password_refused`, `password_off` (403),
   * `not_found` (404), `conflict` (409), `body_too_large` (413), `content_type` (415), `rate_limited` (429),
   * `fields_invalid`, `json_malformed`, `invalid_…` (400), `storage_unavailable` (503), `internal` (500).
   */
  code: string;
  /** The same as `error`. */
  message: string;
  /** With 400: the problem of each refused field by its name; problems of no single field are under the empty name. */
  fields?: FieldMessages;
  /** What to do, where the setting was refused as a whole. */
  remedy?: string;
  /** With 429: how many seconds to wait. */
  retryAfter?: number;
}
