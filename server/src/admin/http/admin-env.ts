import type { Attribution } from "../../changes/audit-entry.ts";

/** What the admin API stores in Hono's context after the session check. */
export interface AdminEnv {
  Variables: {
    /** The author of a change, for the audit log. */
    by: Attribution;
  };
}
