import type { DecidedBy, Decision } from "./decision.ts";
import type { RouteName } from "./route-name.ts";
import type { UserEventKind } from "./user-event-kind.ts";

/**
 * The event of one response. If an auth rule or API key admitted the caller, the event identifies that rule or key. The
 * event contains only three parts of the request: the method, the trace ids and the path. In the path, `*` replaces
 * unknown segments.
 */
export interface RequestEvent {
  readonly type: "request";
  readonly project: string;
  /** The HTTP method if it is a standard one; otherwise `OTHER`. */
  readonly method: string;
  /**
   * The request path without its query. `*` replaces each segment that is not in a fixed list of words, because such a
   * segment may be a secret.
   */
  readonly path: string;
  readonly route: RouteName;
  /**
   * The path pattern of the handler that responded, such as `/v1/threads/:thread`. If no handler matched, `httpRoute`
   * is the path pattern of a middleware.
   */
  readonly httpRoute: string;
  /** The request's `traceparent` (W3C Trace Context); null if missing or malformed. */
  readonly traceParent: string | null;
  readonly status: number;
  /** The time from the arrival of the request until the response headers are ready, in milliseconds. */
  readonly durationMs: number;
  /**
   * The stable `code` of the error response. Null for other responses, for an unknown route, for a body above the size
   * limit, and for the admin API.
   */
  readonly code: string | null;
  readonly by: DecidedBy | null;
}

/** The event of one decision on a token request. The decision log contains the same data. */
export interface DecisionEvent extends Omit<Decision, "id"> {
  readonly type: "decision";
  readonly project: string;
}

/** The event of one fetch of an auth rule's JWKS. */
export interface JwksFetchEvent {
  readonly type: "jwks_fetch";
  readonly project: string;
  readonly ruleId: string;
  readonly ok: boolean;
  /** The duration of the fetch, in milliseconds. */
  readonly durationMs: number;
}

/**
 * An event about user actions in the chat. `count` is the number of actions of this `kind` that a client reported in
 * one request.
 */
export interface UserEventsEvent {
  readonly type: "user_events";
  readonly project: string;
  readonly kind: UserEventKind;
  readonly count: number;
}

/** An event for logs and metrics. It never contains a token, a user, an address or the text of an API key. */
export type AuthorityEvent = RequestEvent | DecisionEvent | JwksFetchEvent | UserEventsEvent;

/**
 * A function that receives each event. The server calls the function synchronously, so a slow function delays requests.
 */
export type AuthorityEventListener = (event: AuthorityEvent) => void;
