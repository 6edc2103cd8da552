/**
 * Returns the result of `work`, or undefined when it throws. A browser may throw when code reads the name of an API (in
 * opaque origins), constructs the API's object (while cookies are blocked) or calls the API.
 */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

/** Does nothing. Use it as the rejection handler of a promise whose rejection another handler reports. */
export function ignore(): void {}

/**
 * Calls a listener of the app. If the listener throws, reports the error as uncaught, provided the platform can do so.
 */
export function callListener(listener: () => void): void {
  try {
    listener();
  } catch (error) {
    attempt(() => globalThis.reportError?.(error));
  }
}
