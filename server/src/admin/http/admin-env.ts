import type { Attribution } from "../../changes/audit-entry.ts";

/** What the admin API knows of a request that has passed the sign-in. */
export interface AdminEnv {
  Variables: {
    /** How the audit log names the author of a change. */
    by: Attribution;
  };
}
