import type { Attribution } from "../../changes/audit-entry.ts";

/** The variables that the admin API sets in Hono's context after the session check. */
export interface AdminEnv {
  Variables: {
    /** The author of a change, for the audit log. */
    by: Attribution;
  };
}
