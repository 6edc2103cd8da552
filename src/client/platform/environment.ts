import { attempt } from "./attempt.ts";

/** Whether the browser reports that it is offline. It may be wrong either way. */
export function isOffline(): boolean {
  return attempt(() => globalThis.navigator.onLine) === false;
}

/**
 * Whether this is a server. Every browser, worker and React Native names a `navigator.product`; a `window` alone is
 * no sign, because React Native may have none.
 */
export function isServer(): boolean {
  return (attempt(() => globalThis.window) ?? attempt(() => globalThis.navigator.product)) === undefined;
}

/** A number from 0 to below 1 to spread clients apart; the middle where there is no `Math.random`. */
export function random(): number {
  return attempt(() => Math.random()) ?? 0.5;
}

/** Whether TanStack Query can run: it creates an AbortController for each fetch, and polls by timers and the wall clock. */
export function canRunQueries(): boolean {
  const use = () => {
    new AbortController().abort();
    // First, lest a timer is left that cannot be cleared.
    for (const clear of [clearTimeout, clearInterval]) clear(undefined);
    clearInterval(setInterval(() => {}, 2 ** 30));
    clearTimeout(setTimeout(() => {}, 2 ** 30));
    return Date.now();
  };
  return attempt(use) !== undefined;
}

/** The element that has the keyboard's focus; undefined where there is no page. */
export function focusedElement(): Element | null | undefined {
  return attempt(() => document.activeElement);
}
