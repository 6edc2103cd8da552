/** Waits for SIGINT or SIGTERM; call it at the start, so that a signal that comes early is not lost. */
export function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    // Once: a second signal ends the process at once.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
  });
}
