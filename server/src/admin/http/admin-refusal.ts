import type { FieldMessages } from "./admin-answers.ts";

/** The body of every response of the admin API with status 400 or above. */
export interface AdminRefusal {
  /** The error message for admins. */
  error: string;
  /**
   * A stable code for programs. The possible codes for each status are:
   *
   * - 400: `fields_invalid`, `json_malformed`, `body_incomplete`, `invalid_setting`, `invalid_rule`, `invalid_key`
   * - 401: `session_missing`, `sign_in_refused`
   * - 403: `foreign_origin`, `set_up_refused`, `password_refused`, `password_off`
   * - 404: `not_found`
   * - 409: `conflict`
   * - 413: `body_too_large`
   * - 415: `content_type`
   * - 429: `rate_limited`
   * - 500: `internal`
   * - 503: `storage_unavailable`
   */
  code: string;
  /** The same sentence as in `error`. */
  message: string;
  /**
   * The error messages of rejected fields, keyed by field name. Present only with status 400 or the code
   * `password_refused`. The key `""` contains a message about the whole request.
   */
  fields?: FieldMessages;
  /**
   * How to fix the error. Present with the codes `invalid_setting`, `invalid_rule`, `invalid_key` and `password_off`.
   * Also present with `not_found` if an id or name is unknown. Also present with `conflict`, except in a response to
   * `PUT /admin/api/rules/:id`.
   */
  remedy?: string;
  /** How long the caller must wait, in seconds. Present only with status 429. */
  retryAfter?: number;
}
