import { toAuthError } from "./failure.ts";
import { onLeave } from "./platform/page-events.ts";

/** How {@link retryAfterUnload} repeats a call. */
export interface UnloadRetry {
  /** Returns whether the limits of calls allow another call now. */
  mayRetry(): boolean;
  /** Resolves when the next call may start. Rejects if the attempt is canceled before that. */
  pause(): Promise<void>;
}

/**
 * Makes a call. If the call fails because the page started to unload, the function repeats the call. Browsers abort
 * requests when a page starts to unload, but the page may then stay, for example when the navigation is a download.
 *
 * The function repeats the call only after a retryable error. It does not repeat the call if the error contains a
 * `Retry-After` delay, because that error came from the server.
 */
export async function retryAfterUnload<T>(call: () => Promise<T>, retry: UnloadRetry): Promise<T> {
  let isUnloading = false;
  const stop = onLeave(() => {
    isUnloading = true;
  });
  try {
    return await call();
  } catch (thrown) {
    const { retryable, retryAfterMs } = toAuthError(thrown);
    if (!isUnloading || !retryable || retryAfterMs !== null || !retry.mayRetry()) throw thrown;
  } finally {
    stop();
  }
  await retry.pause();
  return retryAfterUnload(call, retry);
}
