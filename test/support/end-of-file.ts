const cleanups: (() => Promise<void>)[] = [];

/**
 * Registers a cleanup that runs after the last test of the current test file. A module that several files import can
 * call this function too. Vitest loads such a module once, so its own `afterAll` would run in one file only.
 */
export function atEndOfFile(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** Runs all registered cleanups, even when some reject. */
export async function runCleanups(): Promise<void> {
  await Promise.allSettled(cleanups.splice(0).map((cleanup) => cleanup()));
}
