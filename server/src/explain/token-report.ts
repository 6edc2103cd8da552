/** The names of the checks, in the order of the exchange. */
export type CheckName =
  | "form"
  | "enabled"
  | "issuer"
  | "audience"
  | "algorithm"
  | "key"
  | "signature"
  | "times"
  | "claims"
  | "identity"
  | "sign-out";

/**
 * The result of one check. Its message contains no part of the token except `iss`, `aud`, `alg` and the names of
 * claims.
 */
export interface TokenCheck {
  readonly check: CheckName;
  /** The outcome is `unknown` if the provider's keys could not be fetched, and `skipped` if an earlier check failed. */
  readonly outcome: "passed" | "failed" | "unknown" | "skipped";
  readonly message: string;
  /** How to fix the problem; null if the check passed or was skipped. */
  readonly remedy: string | null;
}

/** The checks of a token under one rule. */
export interface RuleReport {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly provider: string | null;
  readonly checks: readonly TokenCheck[];
}

/** The report on what the exchange would do with a token, and why. */
export interface TokenReport {
  /**
   * The result of the exchange. It is `unknown` if the keys could not be fetched; the exchange would then respond with
   * 503.
   */
  readonly verdict: "accepted" | "refused" | "unknown";
  /** A sentence about the first problem. For an accepted token, the sentence says which rule accepts it. */
  readonly summary: string;
  readonly remedy: string | null;
  /** The checks that do not depend on a rule. */
  readonly checks: readonly TokenCheck[];
  /** The reports of the rules, the closest rule first; empty if the token is not a signed JWT. */
  readonly rules: readonly RuleReport[];
  /** The user and workspace of the workspace token; null if the token is not accepted. */
  readonly identity: { readonly userId: string; readonly workspaceId: string } | null;
}

export const passed = (check: CheckName, message: string): TokenCheck => ({
  check,
  outcome: "passed",
  message,
  remedy: null,
});
export const failed = (check: CheckName, message: string, remedy: string): TokenCheck => ({
  check,
  outcome: "failed",
  message,
  remedy,
});
export const unknown = (check: CheckName, message: string, remedy: string): TokenCheck => ({
  check,
  outcome: "unknown",
  message,
  remedy,
});
export const skipped = (check: CheckName, message: string): TokenCheck => ({
  check,
  outcome: "skipped",
  message,
  remedy: null,
});
