import type { DecidedBy, Decision } from "./decision.ts";
import type { RouteName } from "./route-name.ts";
import type { UserEventKind } from "./user-event-kind.ts";

/**
 * A request that was answered. It names the rule or key that let the caller in, and of what the caller sent the ids of its trace
 * alone.
 */
export interface RequestEvent {
  readonly type: "request";
  readonly project: string;
  /** One of HTTP's own methods, else `OTHER`. */
  readonly method: string;
  /** The path without its query; a segment that is no word of a route stands as `*`. */
  readonly path: string;
  readonly route: RouteName;
  /** The pattern of the handler that answered, such as `/v1/threads/:thread`; for a path without one, that of a middleware. */
  readonly httpRoute: string;
  /** `traceparent` of the request (W3C Trace Context); null without one, or when it is malformed. */
  readonly traceParent: string | null;
  readonly status: number;
  /** From the request's arrival to the answer's head, in milliseconds. */
  readonly durationMs: number;
  /** The stable `code` of a refusal; null for an answer that is none, and for the admin API. */
  readonly code: string | null;
  readonly by: DecidedBy | null;
}

/** A decision on a token, as the decision log keeps it. */
export interface DecisionEvent extends Omit<Decision, "id"> {
  readonly type: "decision";
  readonly project: string;
}

/** A rule's JWKS was fetched, or could not be. */
export interface JwksFetchEvent {
  readonly type: "jwks_fetch";
  readonly project: string;
  readonly ruleId: string;
  readonly ok: boolean;
  /** In milliseconds. */
  readonly durationMs: number;
}

/** Users did something in the chat, as their clients report it. */
export interface UserEventsEvent {
  readonly type: "user_events";
  readonly project: string;
  readonly kind: UserEventKind;
  readonly count: number;
}

/** What an authority tells of its work, for logs and metrics: never a token, a key, a user or an address. */
export type AuthorityEvent = RequestEvent | DecisionEvent | JwksFetchEvent | UserEventsEvent;

/** Is told of each event, on the request's way: it must be quick. */
export type AuthorityEventListener = (event: AuthorityEvent) => void;
