/** The routes that can issue tokens, as the decision log names them. */
export const DECISION_ROUTES = ["mint", "exchange", "anonymous", "refresh", "threads"] as const;

export type DecisionRoute = (typeof DECISION_ROUTES)[number];

/**
 * The outcomes of a token request. `refused` is the caller's fault (4xx). `error` is the fault of the server or of the
 * auth provider (5xx).
 */
export const DECISION_OUTCOMES = ["issued", "refused", "error"] as const;

export type DecisionOutcome = (typeof DECISION_OUTCOMES)[number];

/** The auth rule or API key that admitted a caller. */
export type DecidedBy =
  | { readonly kind: "rule"; readonly id: string; readonly name: string }
  | { readonly kind: "api_key"; readonly id: string };

/**
 * The decision on one token request. If an auth rule or API key admitted the caller, the decision identifies that rule
 * or key. The decision contains nothing about the caller: no user, no workspace, no address and no part of the
 * credential.
 */
export interface Decision {
  /** The id. It increases by one per decision. Each process counts the decisions of each project separately. */
  readonly id: number;
  /** The time of the decision, in milliseconds since the epoch. */
  readonly at: number;
  readonly route: DecisionRoute;
  readonly outcome: DecisionOutcome;
  readonly status: number;
  /** The `error` of the response; null if a token was issued, and for a body above the size limit. */
  readonly reason: string | null;
  /** The stable `code` of the error response; null if a token was issued, and for a body above the size limit. */
  readonly code: string | null;
  /**
   * The auth rule or API key that admitted the caller. Null for visitors and for callers with a workspace token. Also
   * null for a request that was rejected before a rule or key matched.
   */
  readonly by: DecidedBy | null;
}
