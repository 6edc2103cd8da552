/**
 * Returns the result of `work`, or undefined when it throws. A browser may throw when code reads an API's name (opaque
 * origins), constructs its object (blocked cookies) or calls it.
 */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Does nothing. It handles a rejection that another handler reports. */
export function ignore(): void {}

/** Calls a listener of the app. Reports an error that it throws as uncaught, if the platform supports that. */
export function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    attempt(() => globalThis.reportError?.(error));
  }
}
