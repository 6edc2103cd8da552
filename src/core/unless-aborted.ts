/**
 * Settles as `work` does. If the signal aborts first, rejects with the signal's reason, and ignores the result of the
 * work. If the signal has already aborted, does not start the work. Use this function for the requests of an app's own
 * `fetch`, because that function may ignore its signal.
 */
export function unlessAborted<T>(signal: AbortSignal | null | undefined, work: () => Promise<T>): Promise<T> {
  if (!signal) return work();
  return new Promise((resolve, reject) => {
    // The signals of some platforms have no reason.
    const abort = () => reject(signal.reason ?? Object.assign(new Error(), { name: "AbortError" }));
    if (signal.aborted) return abort();
    signal.addEventListener("abort", abort);
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
