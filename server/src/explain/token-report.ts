/** What is looked at, in the order in which the exchange does. */
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

/** One thing that was looked at. Messages hold no part of the token but `iss`, `aud`, `alg` and names of claims. */
export interface TokenCheck {
  readonly check: CheckName;
  /** `unknown` where the provider's keys could not be fetched, `skipped` where something before it failed. */
  readonly outcome: "passed" | "failed" | "unknown" | "skipped";
  readonly message: string;
  /** What to do about it; null unless it failed or is unknown. */
  readonly remedy: string | null;
}

/** How a token fares under one rule. */
export interface RuleReport {
  readonly ruleId: string;
  readonly ruleName: string;
  readonly provider: string | null;
  readonly checks: readonly TokenCheck[];
}

/** What the exchange would make of a token, and why. */
export interface TokenReport {
  /** `unknown` when it hangs on keys that could not be fetched: the exchange would answer 503. */
  readonly verdict: "accepted" | "refused" | "unknown";
  /** The first thing that is in the way, or that nothing is. */
  readonly summary: string;
  readonly remedy: string | null;
  /** What was looked at before any rule. */
  readonly checks: readonly TokenCheck[];
  /** The rules, nearest first; empty when the token is not a signed JWT. */
  readonly rules: readonly RuleReport[];
  /** For whom a workspace token would be made; null unless the token is accepted. */
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
