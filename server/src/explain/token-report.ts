/** The names of the checks, in the order in which the token exchange performs them. */
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
 * The result of one check of a token. From the token, the message contains only `iss`, the audience, `alg`, and names
 * of claims and header fields. It may also contain durations that are calculated from the token's times.
 */
export interface TokenCheck {
  readonly check: CheckName;
  /**
   * `unknown` means that the provider's keys could not be fetched. `skipped` means that an earlier check failed or is
   * `unknown`.
   */
  readonly outcome: "passed" | "failed" | "unknown" | "skipped";
  readonly message: string;
  /** How to fix the problem; null if the check passed or was skipped. */
  readonly remedy: string | null;
}

/** The checks of a token under one auth rule. */
export interface RuleReport {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly provider: string | null;
  readonly checks: readonly TokenCheck[];
}

/** What the token exchange would do with a token, and why. */
export interface TokenReport {
  /**
   * The expected result of the exchange. `unknown` means that the provider's keys could not be fetched. In this
   * case, the exchange would respond with 503.
   */
  readonly verdict: "accepted" | "refused" | "unknown";
  /** For an accepted token, says which rule accepts it. Otherwise contains the verdict and the first problem. */
  readonly summary: string;
  readonly remedy: string | null;
  /** The checks that do not depend on a rule. */
  readonly checks: readonly TokenCheck[];
  /**
   * The reports of the auth rules, starting with the rule that fits the token best. Empty if no rule was checked, for
   * example because the token is not a signed JWT.
   */
  readonly rules: readonly RuleReport[];
  /**
   * The user and workspace of the workspace token that the exchange would return; null if `verdict` is not `accepted`.
   */
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
