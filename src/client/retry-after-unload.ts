import { toAuthError } from "./failure.ts";
import { onLeave } from "./platform/page-events.ts";

/** How {@link retryAfterUnload} repeats a call. */
export interface UnloadRetry {
  /** Returns whether the limits of calls allow another one now. */
  mayRetry(): boolean;
  /** Resolves when the next call may start. Rejects if the attempt is canceled meanwhile. */
  pause(): Promise<void>;
}

/**
 * Makes a call. Repeats it if it fails with a retryable error while the page starts to unload, but the page then stays.
 * Browsers abort requests when a page starts to unload.
 *
 * A failure with a `Retry-After` header came from the server, so it is not repeated.
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
