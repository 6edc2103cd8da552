/**
 * The outcome of a check. `failed` means that requests of some callers fail. `warning` means that the checked state may
 * be intended. `skipped` means that the check did not run, and `message` contains the reason.
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

export interface CheckResult {
  /** The stable name of the check. docs/authority/operations.md lists all names. */
  check: CheckName;
  /**
   * The name of what was checked, such as an auth rule or a host. Null if the check has only one subject, or if the
   * message describes the subject.
   */
  subject: string | null;
  outcome: CheckOutcome;
  message: string;
  /** How to fix the problem; null if no action is needed. */
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

/**
 * Creates a result with the outcome `warning`, for a state that may be intended. A warning does not make the `doctor`
 * command fail.
 */
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
