import { attempt } from "./attempt.ts";

/** Web Locks, which all tabs of one origin share. */
export interface TabLocks {
  /** Calls `LockManager.request()`, but rejects instead of throwing. */
  request(name: string, options: LockOptions, whileHeld: (lock: Lock | null) => Promise<void>): Promise<void>;
}

/** Returns the browser's Web Locks, or null when the browser lacks or blocks them. */
export function findLocks(): TabLocks | null {
  const locks = attempt(() => globalThis.navigator.locks);
  if (!locks) return null;
  return {
    async request(name, options, whileHeld) {
      await locks.request(name, options, whileHeld);
    },
  };
}
