import { attempt, ignore } from "./attempt.ts";

/**
 * Makes the browser load the page's storages and connect the page to the lock manager. The first use of a storage
 * blocks the page, and the first lock takes several times as long as a later lock.
 */
export function warmUp(): void {
  attempt(() => globalThis.localStorage.length);
  attempt(() => globalThis.sessionStorage.length);
  attempt(() => globalThis.navigator.locks.query().catch(ignore));
}
