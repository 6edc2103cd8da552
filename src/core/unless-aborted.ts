/**
 * Settles as `work` does. If the signal aborts first, rejects with the signal's reason. Use this function for the
 * requests of an app's own `fetch`, because that function may ignore its signal.
 */
export function unlessAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    void work()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener("abort", abort));
  });
}
