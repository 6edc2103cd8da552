const cleanups: (() => Promise<void>)[] = [];

/**
 * Registers a cleanup that runs after the last test of the current test file. Call this function instead of `afterAll`
 * in a module that several test files import. Vitest loads the module once, so `afterAll` would run in one file only.
 */
export function atEndOfFile(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** Runs all registered cleanups at the same time and ignores their rejections. */
export async function runCleanups(): Promise<void> {
  await Promise.allSettled(cleanups.splice(0).map((cleanup) => cleanup()));
}
