import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { Instant } from "./clock.ts";
import { type BreakerReason, type EngineState, initialState, isSessionOver, withoutFailure } from "./engine-state.ts";
import { annotate, circuitOpenError, disposedError, expiredError } from "./failure.ts";
import { type HeldToken, remainingLife } from "./held-token.ts";
import {
  backoff,
  breakerPause,
  countCall,
  MIN_SPACING_MS,
  NO_PAUSE,
  nextAllowedCall,
  REFUSED_BACKOFF_CAP_MS,
  retryAfterPause,
  unchangedPause,
} from "./schedule.ts";
import type { ServerClock } from "./server-clock.ts";
import { invalidationCutoff, signOutCutoff } from "./token-cutoff.ts";

/**
 * The longest random delay of a call after the browser comes back online, in milliseconds. The delay prevents many
 * clients from calling the server at the same time.
 */
const ONLINE_SPREAD_MS = 1_000;

/** The actions that change the engine's state. */
export type EngineAction =
  | { type: "started"; now: Instant; forced: boolean }
  /**
   * The engine calls the token source. This may be long after `started`, because other tabs call their sources first.
   */
  | { type: "called"; at: number }
  | {
      type: "accepted";
      now: Instant;
      held: HeldToken;
      via: "source" | "tab" | "response";
      afterSignOut: string | null;
    }
  | { type: "unchanged"; now: Instant; forced: boolean }
  | { type: "failed"; now: Instant; started: Instant; error: AssistantCloudAuthError; random: number; calls: number }
  | { type: "observed"; serverClock: ServerClock }
  /** The token source reports a new session of this tab. */
  | { type: "session_began" }
  | { type: "back_online"; now: Instant; random: number }
  /** The engine drops the user's token, or ends. */
  | { type: "signed_out" | "missed_sign_out" | "invalidated" | "superseded" | "disposed"; now: Instant }
  | { type: "expired" | "reset" | "resumed"; now: Instant };

/** Returns the state after an action. The engine changes its state only through this pure function. */
export function reduce(state: EngineState, action: EngineAction): EngineState {
  switch (action.type) {
    case "started":
      return { ...state, attempting: true };
    case "called":
      return { ...state, calls: countCall(state.calls, action.at) };
    case "accepted":
      return {
        ...settle(state),
        held: action.held,
        afterSignOut: action.afterSignOut,
        isFromNewerSession: action.via !== "source" && (state.isFromNewerSession || isSessionOver(state)),
        identity: action.held.claims,
        owner: action.held.claims,
        revision: state.revision + 1,
        notBefore: pauseAfter(action.held, action.now, false),
      };
    case "unchanged":
      return { ...settle(state), notBefore: pauseAfter(state.held, action.now, action.forced) };
    case "failed":
      return withRefusal(fail(state, action));
    case "back_online":
      if (!isNetworkFailure(state)) return state;
      // The network may have caused the failures, not the token source, so start the backoff from the beginning.
      return { ...state, failures: 0, breaker: null, notBefore: action.now.elapsed + action.random * ONLINE_SPREAD_MS };
    case "observed":
      return { ...state, serverClock: action.serverClock };
    case "session_began":
      return { ...state, isFromNewerSession: false };
    case "signed_out":
      return { ...clearUser(state), ended: "signed_out", cutoff: signOutCutoff(state.serverClock, action.now) };
    case "missed_sign_out":
      return { ...clearUser(state), force: true, cutoff: signOutCutoff(state.serverClock, action.now) };
    case "expired":
      return withRefusal({ ...state, held: null, hasExpired: true });
    case "invalidated":
      return {
        ...clearUser(state),
        force: true,
        isFromNewerSession: state.isFromNewerSession,
        cutoff: state.held === null ? state.cutoff : invalidationCutoff(state.held, action.now),
      };
    case "superseded":
      return { ...clearUser(state), owner: null };
    case "reset":
      return { ...state, ...withoutFailure };
    case "resumed": {
      const lastCall = state.calls.at(-1) ?? NO_PAUSE;
      return { ...state, ...withoutFailure, notBefore: onElapsedClock(lastCall + MIN_SPACING_MS, action.now) };
    }
    case "disposed":
      return { ...clearUser(state), owner: null, ended: "disposed", refusal: disposedError() };
  }
}

/** Returns whether the network may have caused the failure. An SDK may hide the network's error, or wait too long. */
function isNetworkFailure({ failure }: EngineState): boolean {
  const { code, retryAfterMs } = failure ?? {};
  const isFromSource = code === "source_failed" || code === "source_timeout";
  return retryAfterMs === null && (code === "offline" || code === "network" || isFromSource);
}

/**
 * Returns when the engine may call the token source again after a call that left the engine with the token `held`. A
 * pause applies if the token is already due for a refresh. Without the pause, the engine would call the source again at
 * once. A pause also applies if a forced refresh returned no newer token. It ends at most a second after the token's
 * expiry.
 */
function pauseAfter(held: HeldToken | null, now: Instant, isForcedInVain: boolean): number {
  if (held === null) return NO_PAUSE;
  const left = remainingLife(held, now);
  return isForcedInVain || left <= held.margins.lead
    ? now.elapsed + unchangedPause(left - held.margins.floor)
    : NO_PAUSE;
}

/** Converts a time on the monotonic clock to the clock of `Instant.elapsed`. */
function onElapsedClock(mono: number, now: Instant): number {
  return mono - now.mono + now.elapsed;
}

function withRefusal(state: EngineState): EngineState {
  const { failure, hasExpired, breaker } = state;
  if (failure === null) return state;
  const opened = breaker === null ? failure : circuitOpenError(failure.retryAt, failure);
  return { ...state, refusal: hasExpired && failure.retryable ? expiredError(failure) : opened };
}

function settle(state: EngineState): EngineState {
  return { ...state, ...withoutFailure, attempting: false, force: false, cutoff: null };
}

/**
 * Returns the state without the data of a session. Only the owner, the revision, the times of the token source's calls
 * and the observations of the server's clock remain.
 */
function clearUser({ owner, revision, calls, serverClock }: EngineState): EngineState {
  return { ...initialState, owner, revision, calls, serverClock };
}

const BAD_TOKEN: Partial<Record<AssistantCloudAuthError["code"], BreakerReason>> = {
  expired_token: "source_returns_expired",
  invalid_token: "source_returns_invalid",
};

function fail(state: EngineState, action: Extract<EngineAction, { type: "failed" }>): EngineState {
  const { error, random, now, started } = action;
  const failures = state.failures + Math.max(1, action.calls);
  const reason = BAD_TOKEN[error.code];
  const isRefused = error.code === "rejected";
  // During a deployment, a server may respond with 404 for a moment, so do not give up while a token is usable.
  const retryable =
    error.retryable || (state.held !== null && (error.code === "source_failed" || error.code === "exchange_failed"));
  const isSlow = isRefused || !error.retryable;
  const pause = isSlow ? null : breakerPause(failures, reason !== undefined, random);
  const wait = pause ?? backoff(failures, random, isSlow ? REFUSED_BACKOFF_CAP_MS : undefined);
  const requested = now.elapsed + retryAfterPause(error.retryAfterMs, random);
  const next = Math.max(started.elapsed + wait, requested, onElapsedClock(nextAllowedCall(state.calls), now));
  // The app's own backend reports that the session has ended, so drop the held token too.
  const isSessionEnd = error.code === "unauthenticated";
  const held = isSessionEnd ? null : state.held;
  return {
    ...state,
    cutoff: isSessionEnd ? signOutCutoff(state.serverClock, now) : state.cutoff,
    attempting: false,
    held,
    failures,
    failure: annotate(error, {
      retryable,
      usableUntil: held === null ? null : new Date(held.received.wall + held.life),
      retryAt: retryable ? new Date(now.wall + Math.max(0, next - now.elapsed)) : null,
    }),
    ended: retryable ? null : "refused",
    breaker: pause === null ? null : (reason ?? "source_keeps_failing"),
    notBefore: next,
    force: state.force || reason === "source_returns_expired" || isRefused,
  };
}
