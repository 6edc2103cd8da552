import type { Instant } from "./clock.ts";
import { type Cancellation, createCancellation } from "./platform/cancellation.ts";

/** A refresh attempt in flight, and what the attempt has learned so far. */
export interface Flight {
  readonly cancellation: Cancellation;
  promise: Promise<string | null>;
  readonly started: Instant;
  /**
   * Whether the token source must not return a cached token. A reader that waits for this attempt may set this after
   * the start.
   */
  forced: boolean;
  /** The number of times that the attempt has called the token source; 0 while the attempt waits for other tabs. */
  sourceCalls: number;
  /** How many times the token source's `session` had changed when the attempt started. */
  readonly sessionChanges: number;
  /** What `TabLink.lastSignOut()` returned when the attempt last called the token source; null when unknown. */
  afterSignOut: string | null;
  /**
   * The token that the engine adopted before the attempt called the token source. It came from another tab or from a
   * response, and it ended the attempt. Null if the engine adopted no token.
   */
  adopted: string | null;
  /** Whether a forced call of the token source has returned a provider token, which the attempt exchanges. */
  hasRenewed: boolean;
}

/**
 * Creates a flight that has not called the token source.
 *
 * @param started the current time
 * @param forced whether the token source must not return a cached token
 * @param sessionChanges how many times the token source's `session` has changed
 */
export function createFlight(started: Instant, forced: boolean, sessionChanges: number): Flight {
  return {
    cancellation: createCancellation(),
    promise: Promise.resolve(null),
    started,
    forced,
    sourceCalls: 0,
    sessionChanges,
    afterSignOut: null,
    adopted: null,
    hasRenewed: false,
  };
}
