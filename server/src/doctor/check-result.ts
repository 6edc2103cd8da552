/**
 * `failed`: the authority fails for some callers. `warning`: may be intended. `skipped`: not checked; `message` has the
 * reason.
 */
export type CheckOutcome = "ok" | "warning" | "failed" | "skipped";

/** The name of every check, part of the `--json` output. */
export type CheckName =
  | "database"
  | "schema"
  | "settings"
  | "database_access"
  | "issuer"
  | "clock"
  | "keep_alive"
  | "signing_key"
  | "proxy"
  | "jwks"
  | "audience"
  | "workspace"
  | "openid"
  | "origin";

/** The result of one check. */
export interface CheckResult {
  /** The stable name of the check; docs/authority/operations.md lists them. */
  check: CheckName;
  /** What was checked, such as a rule's name; null if there is only one. */
  subject: string | null;
  outcome: CheckOutcome;
  message: string;
  /** The fix; null if there is nothing to do. */
  remedy: string | null;
}

export const passed = (check: CheckName, message: string, subject: string | null = null): CheckResult => ({
  check,
  subject,
  outcome: "ok",
  message,
  remedy: null,
});

export const failed = (
  check: CheckName,
  message: string,
  remedy: string,
  subject: string | null = null,
): CheckResult => ({
  check,
  subject,
  outcome: "failed",
  message,
  remedy,
});

/** A result that may be intended, so it does not fail the command. */
export const warned = (
  check: CheckName,
  message: string,
  remedy: string,
  subject: string | null = null,
): CheckResult => ({
  check,
  subject,
  outcome: "warning",
  message,
  remedy,
});

export const skipped = (check: CheckName, message: string): CheckResult => ({
  check,
  subject: null,
  outcome: "skipped",
  message,
  remedy: null,
});
