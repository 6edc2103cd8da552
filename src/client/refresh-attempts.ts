import type { AssistantCloudAuthError } from "../core/errors.ts";
import type { TokenSource } from "../core/token-source.ts";
import type { Clock, Instant } from "./clock.ts";
import type { CallWrapper } from "./engine-inspector.ts";
import type { EngineStore } from "./engine-store.ts";
import type { Exchange } from "./exchange.ts";
import type { Piggyback } from "./piggyback.ts";
import type { TabMembership } from "./tab-membership.ts";

/** The dependencies of a refresh attempt. */
export interface AttemptDependencies {
  baseUrl: string;
  exchange: Exchange;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  random: () => number;
  sourceTimeoutMs: number;
  /**
   * The earliest time of the first call of the token source, on the monotonic clock. Default: the first call need not
   * wait.
   */
  notBefore?: number;
}

/** The parts of an engine that its attempts read and change. */
export interface AttemptContext {
  dependencies: AttemptDependencies;
  store: EngineStore;
  tabs: TabMembership;
  readTime: () => Instant;
  piggyback: Piggyback;
  sourceOf: () => TokenSource;
  /** Returns how many times the `session` of the token source has changed. */
  sessionChanges: () => number;
  /** Wraps each call of the token source. */
  wrapCall: CallWrapper;
}

/**
 * Starts an engine's refresh attempts. An attempt gets one token: it waits for other tabs, then calls the token source,
 * and may repeat the call. At most one attempt is in flight. If the user, workspace or token changes during an attempt,
 * the engine drops the result of that attempt.
 */
export interface RefreshAttempts {
  /**
   * The result of the attempt in flight, which all `getToken()` calls share (single flight); null if no attempt is in
   * flight.
   */
  readonly inFlight: Promise<string | null> | null;
  /** Makes the attempt in flight call the token source with `forceRefresh`, unless it gets a fresher token without. */
  force(): void;
  /**
   * Whether the token source's `getToken()` has been called and has not yet returned its promise. Until then, only the
   * token source itself can call the engine's `getToken()`.
   */
  readonly isCallingSource: boolean;
  /**
   * Returns whether an attempt may start: false while another attempt is in flight, during a pause, and after the
   * engine has ended. The engine has ended if `EngineState.ended` is not null.
   */
  mayStart(now: Instant): boolean;
  /** Returns the milliseconds until an attempt may start; 0 or less if no pause applies. */
  untilStart(now: Instant): number;
  /**
   * Returns whether an attempt that no caller waits for must wait for the network. True if the browser reports that it
   * is offline, and the last attempt failed with `offline`. The report may be wrong, so an event of the page, such as
   * focus, may start one attempt a minute.
   *
   * @param wokenAt the time of the event; null if no event of the page starts the attempt
   */
  waitsForNetwork(wokenAt: Instant | null): boolean;
  /**
   * Starts an attempt and returns its result. With `force`, the token source must not return a cached token. Call
   * `start` only if `mayStart` returns true.
   */
  start(now: Instant, force: boolean): Promise<string | null>;
  /**
   * Replaces the held token with `given`, a token from another tab or from a response. Does nothing if `given` is not
   * fresher than the held token, belongs to another user or workspace, or does not meet the conditions of `mayAdopt`.
   * The new token ends an attempt that has not yet called the token source.
   *
   * @param age the age of `given` in milliseconds; null when unknown
   * @param afterSignOut see `TabListener.onToken`
   */
  adopt(given: unknown, via: "tab" | "response", age: number | null, afterSignOut: string | null): void;
  /**
   * Signs the user out in all tabs if `token` is the held token. Returns whether the user was signed out.
   *
   * @param token a token that the server has revoked
   */
  revoke(token: string): boolean;
  /**
   * Ends the session after a sign-out in another tab. The message about the sign-out may arrive late, and the user may
   * have signed in again since the sign-out. The engine therefore does not drop a token that was issued after the
   * sign-out. It replaces any other token.
   *
   * @param ago the milliseconds since the sign-out; null when unknown
   */
  endSession(ago: number | null): void;
  /** Sends the held token to the other tabs, unless the token is due for a refresh. */
  publish(): void;
  /**
   * Drops the held token and cancels the attempt in flight. Pending `getToken()` calls reject with the error that
   * `reason` returns, or follow the promise that `reason` returns. `reason` may return a promise only if the attempt
   * waits for the auth provider to load.
   */
  end(
    type: "signed_out" | "missed_sign_out" | "invalidated" | "superseded" | "disposed",
    reason: () => AssistantCloudAuthError | Promise<string | null>,
  ): void;
}
