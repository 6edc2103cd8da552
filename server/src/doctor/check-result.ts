/** `failed`: the authority does not work for some callers. `warning`: it may be intended. `skipped`: not checked; the text gives the reason. */
export type CheckOutcome = "ok" | "warning" | "failed" | "skipped";

/** Every check. Their names are a part of the `--json` output. */
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

/** What the doctor found about one thing. */
export interface CheckResult {
  /** The stable name of the check; docs/authority/operations.md lists them. */
  check: CheckName;
  /** What was looked at, such as a rule's name; null where there is but one. */
  subject: string | null;
  outcome: CheckOutcome;
  message: string;
  /** What to do; null when nothing is. */
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

/** A finding that may be intended, so it does not fail the whole. */
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
