import type { DecidedBy, Decision } from "./decision.ts";
import type { RouteName } from "./route-name.ts";
import type { UserEventKind } from "./user-event-kind.ts";

/**
 * The event of a response to a request. It contains the rule or API key that admitted the caller. Of the caller's
 * input, it contains only the trace ids.
 */
export interface RequestEvent {
  readonly type: "request";
  readonly project: string;
  /** The HTTP method if it is a standard one; otherwise `OTHER`. */
  readonly method: string;
  /** The path without its query. `*` replaces each segment that is not part of a route. */
  readonly path: string;
  readonly route: RouteName;
  /**
   * The pattern of the handler that responded, such as `/v1/threads/:thread`; if no handler matched, the pattern of a
   * middleware.
   */
  readonly httpRoute: string;
  /** The request's `traceparent` (W3C Trace Context); null if missing or malformed. */
  readonly traceParent: string | null;
  readonly status: number;
  /** The time from the arrival of the request to the head of the response, in milliseconds. */
  readonly durationMs: number;
  /** The stable `code` of a refusal; null for other responses, and for the admin API. */
  readonly code: string | null;
  readonly by: DecidedBy | null;
}

/** A decision on a token, as in the decision log. */
export interface DecisionEvent extends Omit<Decision, "id"> {
  readonly type: "decision";
  readonly project: string;
}

/** The result of a fetch of a rule's JWKS. */
export interface JwksFetchEvent {
  readonly type: "jwks_fetch";
  readonly project: string;
  readonly ruleId: string;
  readonly ok: boolean;
  /** The duration of the request, in milliseconds. */
  readonly durationMs: number;
}

/** Actions of users in the chat, as their clients report them. */
export interface UserEventsEvent {
  readonly type: "user_events";
  readonly project: string;
  readonly kind: UserEventKind;
  readonly count: number;
}

/** An event for logs and metrics. It never contains a token, a key, a user or an address. */
export type AuthorityEvent = RequestEvent | DecisionEvent | JwksFetchEvent | UserEventsEvent;

/** Receives each event. Requests wait for the listener, so it must be fast. */
export type AuthorityEventListener = (event: AuthorityEvent) => void;
