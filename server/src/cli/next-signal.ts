/**
 * Returns a promise for the name of the signal, SIGINT or SIGTERM, that the process receives first. Call this function
 * when the process starts. Before the call, either signal ends the process immediately.
 */
export function nextSignal(): Promise<string> {
  return new Promise((resolve) => {
    // With `once`, a second signal has its default action, which ends the process immediately.
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => resolve(signal));
  });
}
