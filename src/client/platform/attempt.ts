/**
 * Returns the result of `work`, or undefined when it throws. A browser may throw wherever code uses an API: at its name
 * (opaque origins), its constructor (blocked cookies) or a call.
 */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Calls a listener of the app. Reports an error that it throws as uncaught, if the platform supports that. */
export function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    attempt(() => globalThis.reportError?.(error));
  }
}
