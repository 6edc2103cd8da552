/** `failed`: the authority does not work for some callers. `warning`: it may be intended. `skipped`: not checked; the text gives the reason. */
export type CheckOutcome = "ok" | "warning" | "failed" | "skipped";

/** What the doctor found about one thing. */
export interface CheckResult {
  /** `database`, `schema`, `clock`, `signing_key`, `jwks`, `workspace`, `openid` or `origin`. */
  check: string;
  /** What was looked at, such as a rule's name; null where there is but one. */
  subject: string | null;
  outcome: CheckOutcome;
  message: string;
  /** What to do; null when nothing is. */
  remedy: string | null;
}

export const passed = (check: string, message: string, subject: string | null = null): CheckResult => ({
  check,
  subject,
  outcome: "ok",
  message,
  remedy: null,
});

export const failed = (check: string, message: string, remedy: string, subject: string | null = null): CheckResult => ({
  check,
  subject,
  outcome: "failed",
  message,
  remedy,
});

/** A finding that may be intended, so it does not fail the whole. */
export const warned = (check: string, message: string, remedy: string, subject: string | null = null): CheckResult => ({
  check,
  subject,
  outcome: "warning",
  message,
  remedy,
});

export const skipped = (check: string, message: string): CheckResult => ({
  check,
  subject: null,
  outcome: "skipped",
  message,
  remedy: null,
});
