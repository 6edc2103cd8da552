/**
 * Returns what `work` returns; undefined when it throws. A browser may throw at any touch of an API: at the name (opaque
 * origins), at the constructor (blocked cookies) or at a call.
 */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Calls a listener of the app. An error that it throws is reported as uncaught where the platform can do so. */
export function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    attempt(() => globalThis.reportError?.(error));
  }
}
