const cleanups: (() => Promise<void>)[] = [];

/**
 * Runs a cleanup after the last test of the running file. Shared modules, which outlive a file, can use this function
 * too.
 */
export function atEndOfFile(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** Runs all cleanups of the file that ends, even when some reject. */
export async function runCleanups(): Promise<void> {
  await Promise.allSettled(cleanups.splice(0).map((cleanup) => cleanup()));
}
