import { attempt, callListener } from "./attempt.ts";

/**
 * Cancels asynchronous work, such as a call of the token source. It stores its own reason and listeners, because a
 * platform's `AbortSignal` may lack `reason` and `throwIfAborted`, and `AbortController` may be missing.
 */
export interface Cancellation {
  /**
   * The signal for token sources, `fetch` and locks. It aborts when the work is canceled. On a platform without
   * `AbortController`, this object is a substitute for an `AbortSignal`.
   */
  readonly signal: AbortSignal;
  /** Cancels the work. A second call has no effect. */
  cancel(reason: unknown): void;
  /** Calls the listener with the reason when the work is canceled, or at once if it is already canceled. */
  onCancel(listener: (reason: unknown) => void): void;
  /** Throws the reason if the work is canceled. */
  throwIfCanceled(): void;
}

/** Creates a {@link Cancellation} that has not been canceled. */
export function createCancellation(): Cancellation {
  const { signal, abort } = attempt(createController) ?? createSubstitute();
  const listeners: ((reason: unknown) => void)[] = [];
  let canceled: { reason: unknown } | null = null;
  return {
    signal,
    cancel(reason) {
      if (canceled !== null) return;
      canceled = { reason };
      for (const listener of listeners) listener(reason);
      attempt(() => abort(reason));
    },
    onCancel(listener) {
      if (canceled === null) listeners.push(listener);
      else listener(canceled.reason);
    },
    throwIfCanceled() {
      if (canceled !== null) throw canceled.reason;
    },
  };
}

/**
 * Returns `{ signal }` as an option of `fetch` and `locks.request()`. Returns an empty object if the signal is a
 * substitute, because `fetch` and `locks.request()` accept only an `AbortSignal` of the platform.
 */
export function signalInit(signal: AbortSignal): { signal?: AbortSignal } {
  return "dispatchEvent" in signal ? { signal } : {};
}

interface Controller {
  signal: AbortSignal;
  abort(reason: unknown): void;
}

function createController(): Controller {
  const controller = new AbortController();
  return { signal: controller.signal, abort: (reason) => controller.abort(reason) };
}

/** Creates a substitute for `AbortController`, with only the members that token sources use. */
function createSubstitute(): Controller {
  const listeners = new Set<() => void>();
  const signal = {
    aborted: false,
    addEventListener: (_type: "abort", listener: () => void) => void listeners.add(listener),
    removeEventListener: (_type: "abort", listener: () => void) => void listeners.delete(listener),
  };
  return {
    signal: signal as unknown as AbortSignal,
    abort(reason) {
      Object.assign(signal, { aborted: true, reason });
      for (const listener of listeners) callListener(listener);
    },
  };
}
