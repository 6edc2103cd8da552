import { attempt } from "./attempt.ts";

/** Returns whether the browser reports that it is offline. The report may be wrong. */
export function isOffline(): boolean {
  return attempt(() => globalThis.navigator.onLine) === false;
}

/**
 * Returns whether this code runs on a server: a platform without `window` and without `navigator.product`. Workers and
 * React Native may lack `window`, but they have a `navigator.product`.
 */
export function isServer(): boolean {
  return (attempt(() => globalThis.window) ?? attempt(() => globalThis.navigator.product)) === undefined;
}

/** Returns a random number from 0 to below 1, or 0.5 without `Math.random`. */
export function random(): number {
  return attempt(() => Math.random()) ?? 0.5;
}

/** Returns whether the platform has the dependencies of TanStack Query: AbortController, timers and the wall clock. */
export function canRunQueries(): boolean {
  const use = () => {
    new AbortController().abort();
    // Check the clear functions first, so that this check never leaves a timer that cannot be cleared.
    for (const clear of [clearTimeout, clearInterval]) clear(undefined);
    clearInterval(setInterval(() => {}, 2 ** 30));
    clearTimeout(setTimeout(() => {}, 2 ** 30));
    return Date.now();
  };
  return attempt(use) !== undefined;
}

/** Returns the focused element; null if no element has the focus, undefined on a platform without a page. */
export function focusedElement(): Element | null | undefined {
  return attempt(() => document.activeElement);
}
