const cleanups: (() => Promise<void>)[] = [];

/** Runs a cleanup after the last test of the running file; usable from shared modules, which outlive a file. */
export function atEndOfFile(cleanup: () => Promise<void>): void {
  cleanups.push(cleanup);
}

/** Runs the cleanups of the file that ends, all of them even when some reject. */
export async function runCleanups(): Promise<void> {
  await Promise.allSettled(cleanups.splice(0).map((cleanup) => cleanup()));
}
