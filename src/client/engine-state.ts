import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { WorkspaceTokenClaims } from "../core/workspace-token.ts";
import type { Instant } from "./clock.ts";
import { annotate, circuitOpenError, disposedError, ranOutError } from "./failure.ts";
import { type HeldToken, remainingLife } from "./held-token.ts";
import {
  askedPause,
  backoff,
  breakerPause,
  countCall,
  MIN_SPACING_MS,
  nextAllowedCall,
  REFUSED_BACKOFF_CAP_MS,
  unchangedPause,
} from "./schedule.ts";
import { estimateServerNow, type ServerTime, unknownServerTime } from "./server-time.ts";

/** Why the breaker is open. */
export type BreakerReason = "source_returns_expired" | "source_returns_invalid" | "source_keeps_failing";

/** All that the engine knows. Immutable; moments are on the monotonic clock. */
export interface EngineState {
  /** Raised whenever the results of calls under way lose their meaning. */
  readonly generation: number;
  /** Raised with every new token. */
  readonly revision: number;
  readonly held: HeldToken | null;
  /** Whose tokens these are; known from the first one on. */
  readonly identity: Pick<WorkspaceTokenClaims, "userId" | "workspaceId"> | null;
  readonly attempting: boolean;
  /** The last failure since the last success. */
  readonly failure: AssistantCloudAuthError | null;
  /** What a reader is told when there is no usable token. */
  readonly refusal: AssistantCloudAuthError | null;
  readonly failures: number;
  readonly breaker: BreakerReason | null;
  /** The token ran out, as opposed to never having been there. */
  readonly ranOut: boolean;
  /** No call before this moment. */
  readonly notBefore: number;
  /** The server's clock when the session ended, as far as it is known; null while it has not. */
  readonly overSince: number | null;
  /** The session here is over; the token that is held came from a tab in which the user has signed in again. */
  readonly isBorrowed: boolean;
  /** Nothing is called any more: until a reset, or for good. */
  readonly ended: "signed_out" | "refused" | "disposed" | null;
  /** The next call must not be answered from a cache. */
  readonly force: boolean;
  readonly calls: readonly number[];
  readonly serverTime: ServerTime;
}

/** Over how long clients spread that come back online together. */
const ONLINE_SPREAD_MS = 1_000;
const ALWAYS = Number.NEGATIVE_INFINITY;

/** What a reset and a success make good. */
const rearmed = {
  failure: null,
  refusal: null,
  failures: 0,
  breaker: null,
  ranOut: false,
  notBefore: ALWAYS,
  ended: null,
} as const;

export const initialState: EngineState = {
  generation: 0,
  revision: 0,
  held: null,
  identity: null,
  attempting: false,
  ...rearmed,
  overSince: null,
  isBorrowed: false,
  force: false,
  calls: [],
  serverTime: unknownServerTime,
};

/** All that can happen to the engine. */
export type EngineAction =
  | { type: "started"; now: Instant; forced: boolean }
  /** The source itself is called, which may be long after the start: other tabs have their turn first. */
  | { type: "called"; at: number }
  | { type: "accepted"; now: Instant; held: HeldToken; via: "source" | "tab" | "response" }
  | { type: "unchanged"; now: Instant; forced: boolean }
  | { type: "failed"; now: Instant; started: Instant; error: AssistantCloudAuthError; random: number; calls: number }
  | { type: "observed"; serverTime: ServerTime }
  | { type: "back_online"; now: Instant; random: number }
  | { type: "signed_out" | "expired" | "invalidated" | "superseded" | "reset" | "resumed" | "disposed"; now: Instant };

/** The one place where the engine's state changes. Pure. */
export function reduce(state: EngineState, action: EngineAction): EngineState {
  switch (action.type) {
    case "started":
      return { ...state, attempting: true };
    case "called":
      return { ...state, calls: countCall(state.calls, action.at) };
    case "accepted":
      return {
        ...settled(state),
        held: action.held,
        isBorrowed: action.via === "tab" && (state.isBorrowed || isOver(state)),
        identity: action.held.claims,
        revision: state.revision + 1,
        notBefore: pauseAfter(action),
      };
    case "unchanged":
      return { ...settled(state), notBefore: pauseAfterNothingNew(state, action) };
    case "failed":
      return withRefusal(failed(state, action));
    case "back_online":
      if (!wasNetwork(state)) return state;
      // How long the network was away says nothing about the source: one that fails now is asked again soon.
      return { ...state, failures: 0, breaker: null, notBefore: action.now.mono + action.random * ONLINE_SPREAD_MS };
    case "observed":
      return { ...state, serverTime: action.serverTime };
    case "signed_out":
      return { ...forget(state), ended: "signed_out", overSince: serverNow(state, action.now) };
    case "expired":
      return withRefusal({ ...state, held: null, ranOut: true, notBefore: pauseWithoutToken(state) });
    case "invalidated":
      return { ...forget(state), force: true };
    case "superseded":
      return forget(state);
    case "reset":
      return { ...state, ...rearmed };
    case "resumed":
      return { ...state, ...rearmed, notBefore: (state.calls.at(-1) ?? ALWAYS) + MIN_SPACING_MS };
    case "disposed":
      return { ...forget(state), ended: "disposed", refusal: disposedError() };
  }
}

/** How far the estimate of the server's clock may lag behind: a slow response, and `iat` in whole seconds. */
const ESTIMATE_LAG_MS = 2_000;

/**
 * Whether a token from elsewhere may be held. After the session has ended only a later one may, which another tab got when
 * the user signed in again; a token that was on its way at the time may not.
 *
 * @param readIssuedAt returns `iat` in seconds; null when unknown
 */
export function mayAdopt(state: EngineState, via: "tab" | "response", readIssuedAt: () => number | null): boolean {
  // The response answers a request of a user whose tokens have been dropped since.
  if (state.ended === "disposed" || (via === "response" && state.identity === null)) return false;
  if (!isOver(state)) return true;
  const { overSince } = state;
  if (via === "response" || overSince === null) return false;
  const issuedAt = readIssuedAt();
  return issuedAt !== null && issuedAt * 1000 > overSince + ESTIMATE_LAG_MS;
}

function isOver({ ended, failure }: EngineState): boolean {
  return ended === "signed_out" || failure?.code === "unauthenticated";
}

function serverNow({ serverTime }: EngineState, now: Instant): number {
  return estimateServerNow(serverTime, now);
}

function wasNetwork({ failure }: EngineState): boolean {
  return failure !== null && (failure.code === "offline" || failure.code === "network");
}

/** A token that came from elsewhere meanwhile, and is not due, is no sign that the source has nothing newer. */
function pauseAfterNothingNew(
  { held }: EngineState,
  { now, forced }: Extract<EngineAction, { type: "unchanged" }>,
): number {
  if (held === null) return ALWAYS;
  const left = remainingLife(held, now);
  return forced || left <= held.margins.lead ? now.mono + unchangedPause(left - held.margins.floor) : ALWAYS;
}

/** A token that is due on arrival would have its source called again at once. */
function pauseAfter({ now, held }: Extract<EngineAction, { type: "accepted" }>): number {
  const { life, margins } = held;
  return life <= margins.lead ? now.mono + unchangedPause(life - margins.floor) : ALWAYS;
}

/** A pause for the sake of a token that is still good has lost its reason; one after a failure has not. */
function pauseWithoutToken({ failure, notBefore, calls }: EngineState): number {
  if (failure !== null) return notBefore;
  return Math.min(notBefore, (calls.at(-1) ?? ALWAYS) + MIN_SPACING_MS);
}

function withRefusal(state: EngineState): EngineState {
  const { failure, ranOut, breaker } = state;
  if (failure === null) return state;
  const opened = breaker === null ? failure : circuitOpenError(failure.retryAt, failure);
  return { ...state, refusal: ranOut && failure.retryable ? ranOutError(failure) : opened };
}

function settled(state: EngineState): EngineState {
  return { ...state, ...rearmed, attempting: false, force: false };
}

/** What belongs to a user goes; the number of calls and the evidence on the server's clock stay. */
function forget({ generation, revision, calls, serverTime }: EngineState): EngineState {
  return { ...initialState, generation: generation + 1, revision, calls, serverTime };
}

const BAD_TOKEN: Partial<Record<AssistantCloudAuthError["code"], BreakerReason>> = {
  expired_token: "source_returns_expired",
  invalid_token: "source_returns_invalid",
};

function failed(state: EngineState, action: Extract<EngineAction, { type: "failed" }>): EngineState {
  const { error, random, now, started } = action;
  const failures = state.failures + Math.max(1, action.calls);
  const reason = BAD_TOKEN[error.code];
  const isRefused = error.code === "rejected";
  const pause = isRefused ? null : breakerPause(failures, reason !== undefined, random);
  const wait = pause ?? backoff(failures, random, isRefused ? REFUSED_BACKOFF_CAP_MS : undefined);
  const asked = now.mono + askedPause(error.retryAfterMs, random);
  const next = Math.max(started.mono + wait, asked, nextAllowedCall(state.calls));
  // The app's own backend says that the session is over: what is left of the token is not given out either.
  const isEnd = error.code === "unauthenticated";
  const held = isEnd ? null : state.held;
  return {
    ...state,
    overSince: isEnd ? serverNow(state, now) : state.overSince,
    attempting: false,
    held,
    failures,
    failure: annotate(error, {
      usableUntil: held === null ? null : new Date(held.received.wall + held.life),
      retryAt: error.retryable ? new Date(now.wall + Math.max(0, next - now.mono)) : null,
    }),
    ended: error.retryable ? null : "refused",
    breaker: pause === null || !error.retryable ? null : (reason ?? "source_keeps_failing"),
    notBefore: next,
    force: state.force || reason === "source_returns_expired" || isRefused,
  };
}
