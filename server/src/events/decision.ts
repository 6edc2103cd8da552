/** The routes that issue tokens. */
export const DECISION_ROUTES = ["mint", "exchange", "anonymous", "refresh", "threads"] as const;

/** A route that issues tokens. */
export type DecisionRoute = (typeof DECISION_ROUTES)[number];

/**
 * The outcomes of a request for a token. `refused` is the caller's fault (4xx), `error` the server's or the provider's
 * (5xx).
 */
export const DECISION_OUTCOMES = ["issued", "refused", "error"] as const;

/** The outcome of a request for a token. */
export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** The auth rule or API key that admitted a caller. */
export type DecidedBy =
  | { readonly kind: "rule"; readonly id: string; readonly name: string }
  | { readonly kind: "api_key"; readonly id: string };

/**
 * The decision on one request for a token. It contains the rule or key, but nothing about the caller: no user, no
 * workspace, no address and no part of the credential.
 */
export interface Decision {
  /** The id, which increases by one per decision and is unique within the process. */
  readonly id: number;
  /** The time of the decision, in milliseconds since the epoch. */
  readonly at: number;
  readonly route: DecisionRoute;
  readonly outcome: DecisionOutcome;
  readonly status: number;
  /** The `error` of the response; null if a token was issued. */
  readonly reason: string | null;
  /** The stable `code` of the error response; null if a token was issued. */
  readonly code: string | null;
  /**
   * The rule or key that admitted the caller; null for visitors, and for a request that was rejected before a rule or
   * key matched.
   */
  readonly by: DecidedBy | null;
}
