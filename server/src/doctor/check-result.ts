/**
 * The outcome of a check. With `failed`, the authority fails for some callers. With `warning`, the checked state may be
 * intended. With `skipped`, the check did not run, and `message` contains the reason.
 */
export type CheckOutcome = "ok" | "warning" | "failed" | "skipped";

/** The name of a check, which is part of the `--json` output. */
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
  /** The stable name of the check. docs/authority/operations.md lists all names. */
  check: CheckName;
  /** The name of the checked object, such as a rule; null if only one such object exists. */
  subject: string | null;
  outcome: CheckOutcome;
  message: string;
  /** How to fix the problem; null if there is nothing to do. */
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

/** Returns a `warning`, for a state that may be intended. A warning does not make the command fail. */
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
