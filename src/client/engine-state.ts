import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";
import type { HeldToken } from "./held-token.ts";
import { NO_PAUSE } from "./schedule.ts";
import { type ServerClock, unknownServerClock } from "./server-clock.ts";
import type { TokenCutoff } from "./token-cutoff.ts";

/**
 * Why the circuit breaker is open: the token source returned expired tokens, returned values that are not workspace
 * tokens, or failed in another way.
 */
export type BreakerReason = "source_returns_expired" | "source_returns_invalid" | "source_keeps_failing";

/** The user and workspace of a token. */
export type Identity = Pick<WorkspaceTokenClaims, "userId" | "workspaceId">;

/** The engine's immutable state. */
export interface EngineState {
  /** Incremented with every new token. */
  readonly revision: number;
  readonly held: HeldToken | null;
  /** The user and workspace of the latest token; null before the first token and after `clearUser`. */
  readonly identity: Identity | null;
  /**
   * The user and workspace of the latest token. Remains after a sign-out and `invalidate()`; null before the first token
   * and after a change of the source's key.
   */
  readonly owner: Identity | null;
  readonly attempting: boolean;
  /** The latest failure since the last success. */
  readonly failure: AssistantCloudAuthError | null;
  /** The error of `getToken()` calls while no token is usable. */
  readonly refusal: AssistantCloudAuthError | null;
  readonly failures: number;
  readonly breaker: BreakerReason | null;
  /** Whether the last token expired before a new one was available; false if the engine has had no token. */
  readonly hasExpired: boolean;
  /** The earliest time of the next call of the token source, on the clock of `Instant.elapsed`. */
  readonly notBefore: number;
  /**
   * The condition for adopting other tabs' tokens after a sign-out or `invalidate()`; null after the engine has
   * received a token.
   */
  readonly cutoff: TokenCutoff | null;
  /** What `TabLink.lastSignOut()` returned when a tab requested the held token; null when unknown. */
  readonly afterSignOut: string | null;
  /**
   * Whether the latest token belongs to a session that is newer than this tab's session. This is the case if this tab's
   * session has ended and the user has signed in again in another tab, which sent the token.
   */
  readonly isFromNewerSession: boolean;
  /** Why the engine has stopped calling the token source; null if it has not stopped. */
  readonly ended: "signed_out" | "refused" | "disposed" | null;
  /** Whether the token source must not return a cached token at the next call. */
  readonly force: boolean;
  /**
   * The start times of the calls in the last minute, on the monotonic clock. A change of the wall clock therefore does
   * not affect the limit of calls.
   */
  readonly calls: readonly number[];
  readonly serverClock: ServerClock;
}

/** The values of the failure fields after a success or a reset. */
export const withoutFailure = {
  failure: null,
  refusal: null,
  failures: 0,
  breaker: null,
  hasExpired: false,
  notBefore: NO_PAUSE,
  ended: null,
} as const;

export const initialState: EngineState = {
  revision: 0,
  held: null,
  identity: null,
  owner: null,
  attempting: false,
  ...withoutFailure,
  cutoff: null,
  afterSignOut: null,
  isFromNewerSession: false,
  force: false,
  calls: [],
  serverClock: unknownServerClock,
};

/**
 * Returns whether the engine may adopt a token from another tab or from a response. After the engine has dropped its
 * token, the engine adopts only a token that another tab sent and that the server issued after the cutoff. After a
 * sign-out, such a token shows that the user has signed in again in the other tab. The function always returns false
 * for a disposed engine. It also returns false for a token from a response if the engine has no identity.
 *
 * @param isNewer returns whether the token was issued after a cutoff
 */
export function mayAdopt(
  state: EngineState,
  via: "tab" | "response",
  isNewer: (cutoff: TokenCutoff) => boolean,
): boolean {
  const { cutoff, ended, identity } = state;
  // Without an identity, the engine has dropped its tokens, so the response belongs to the previous user.
  if (ended === "disposed" || (via === "response" && identity === null)) return false;
  return cutoff === null || (via === "tab" && isNewer(cutoff));
}

/** Returns whether the user's session has ended and the engine has received no token since. */
export function isSessionOver({ cutoff }: EngineState): boolean {
  return cutoff?.isSignOut === true;
}
