/** What can be asked for. */
export const DECISION_ROUTES = ["mint", "exchange", "anonymous", "refresh", "threads"] as const;

/** What was asked for. */
export type DecisionRoute = (typeof DECISION_ROUTES)[number];

/** `refused` is the caller's fault (4xx), `error` the server's or the provider's (5xx). */
export const DECISION_OUTCOMES = ["issued", "refused", "error"] as const;

/** How a request for a token ended. */
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

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
