/** Waits for SIGINT or SIGTERM. Call it at the start, so that no early signal is lost. */
export function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    // `once`: the default action of a second signal ends the process immediately.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
  });
}
