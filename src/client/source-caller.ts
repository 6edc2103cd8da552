import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { callSource, originOf } from "./call-source.ts";
import { withDeadline } from "./deadline.ts";
import type { Exchange } from "./exchange.ts";
import type { Flight } from "./flight.ts";
import { pause } from "./pause.ts";
import type { AttemptContext } from "./refresh-attempts.ts";
import { retryAfterUnload } from "./retry-after-unload.ts";
import { createRetryableExchange } from "./retryable-exchange.ts";
import { MIN_SPACING_MS, nextAllowedCall } from "./schedule.ts";

/** Calls the token source for the attempt in flight. */
export interface SourceCaller {
  /** See `RefreshAttempts.isCallingSource`. */
  readonly isCallingSource: boolean;
  /**
   * Calls the token source, and again if its token cannot be used. Returns what `receive` returned. Throws
   * `expired_token` if the last token cannot be used either.
   *
   * @param receive adopts the token; returns undefined if the token has already expired, or if the API has refused it.
   *   Its `forced` is whether the call that returned the token was forced
   */
  callUntilUsable<T>(
    flight: Flight,
    receive: (given: unknown, flight: Flight, forced: boolean) => T | undefined,
  ): Promise<T>;
}

/** Creates the {@link SourceCaller} of one engine. */
export function createSourceCaller(context: AttemptContext): SourceCaller {
  const { dependencies, store, tabs, readTime, piggyback, sourceOf, wrapCall } = context;
  const { baseUrl, clock, fetch, sourceTimeoutMs } = dependencies;
  const exchange = createRetryableExchange(dependencies.exchange);
  let isCallingSource = false;

  const mayCallAgain = () => clock.monotonic() >= nextAllowedCall(store.state.calls);

  const callWithUnloadRetry = (flight: Flight, forceRefresh: boolean) =>
    retryAfterUnload(() => callOnce(flight, forceRefresh), {
      mayRetry: mayCallAgain,
      pause: () => pause(clock, MIN_SPACING_MS, flight.cancellation),
    });

  function callOnce(flight: Flight, forceRefresh: boolean): Promise<unknown> {
    const { cancellation } = flight;
    const { signal } = cancellation;
    const sendWithIdToken = (idToken: string) => piggyback.sendOffered(idToken, cancellation);
    const exchangeOnce: Exchange = (idToken) => {
      flight.hasRenewed ||= forceRefresh;
      return exchange(idToken, signal, sendWithIdToken);
    };
    return withDeadline(clock, sourceTimeoutMs, cancellation, () => {
      flight.sourceCalls += 1;
      flight.afterSignOut = tabs.link?.lastSignOut() ?? null;
      store.dispatch({ type: "called", at: clock.monotonic() });
      isCallingSource = true;
      try {
        const isRenewal = store.state.identity !== null;
        const request = { signal, forceRefresh, isRenewal, baseUrl, fetch };
        return wrapCall(() => callSource(sourceOf(), exchangeOnce, request));
      } finally {
        isCallingSource = false;
      }
    });
  }

  const alreadyExpired = () =>
    new AssistantCloudAuthError(
      "expired_token",
      forDeveloper(() => `${originOf(sourceOf())} returned a token that has already expired.`),
    );

  return {
    get isCallingSource() {
      return isCallingSource;
    },
    async callUntilUsable(flight, receive) {
      const { forced } = flight;
      const first = receive(await callWithUnloadRetry(flight, forced), flight, forced);
      if (first !== undefined) return first;
      const hasFailedBefore = store.state.failure?.code === "expired_token";
      if (hasFailedBefore || !mayCallAgain()) throw alreadyExpired();
      // The local clock may be wrong. The `iat` of a token that is issued a second later shows whether it is.
      await pause(clock, MIN_SPACING_MS, flight.cancellation);
      store.dispatch({ type: "started", now: readTime(), forced: true });
      const second = receive(await callWithUnloadRetry(flight, true), flight, true);
      if (second !== undefined) return second;
      throw alreadyExpired();
    },
  };
}
