/** What was asked for. */
export type DecisionRoute = "mint" | "exchange" | "anonymous" | "refresh" | "threads" | "admin_session" | "admin_setup";

/** Every route that a decision can belong to. */
export const DECISION_ROUTES: readonly DecisionRoute[] = [
  "mint",
  "exchange",
  "anonymous",
  "refresh",
  "threads",
  "admin_session",
  "admin_setup",
];

/** `refused` is the caller's fault (4xx), `error` the server's or the provider's (5xx). */
export type DecisionOutcome = "issued" | "refused" | "error";

/** By which of the settings a caller was let in. */
export type DecidedBy =
  | { readonly kind: "rule"; readonly id: string; readonly name: string }
  | { readonly kind: "api_key"; readonly id: string };

/**
 * One answer to a request for a token. It names the rule or key, never who asked: no user, no workspace, no address,
 * and nothing of the credential.
 */
export interface Decision {
  /** Rises by one with each; unique within the process. */
  readonly id: number;
  /** In milliseconds since the epoch. */
  readonly at: number;
  readonly route: DecisionRoute;
  readonly outcome: DecisionOutcome;
  readonly status: number;
  /** The `error` that the caller was told; null when a token was issued. */
  readonly reason: string | null;
  /** The stable `code` of that error. */
  readonly code: string | null;
  /** Null where the decision fell before a rule or key was found, and for visitors. */
  readonly by: DecidedBy | null;
}
