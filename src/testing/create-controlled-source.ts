import type { TokenRequest, TokenSource } from "../core/token-source.ts";

/**
 * Answers a call of a controlled source. The source's `getToken` resolves to the handler's result, or rejects with the
 * handler's error.
 */
export type SourceHandler = (request: TokenRequest) => string | null | Promise<string | null>;

/** A call of a controlled source. The call is pending until the test or the handler resolves or rejects it. */
export interface SourceCall {
  /** The argument of `getToken`. `request.signal` aborts when the engine stops waiting for the call. */
  readonly request: TokenRequest;
  /** Whether the test or the handler has resolved or rejected the call. */
  readonly settled: boolean;
  /** Resolves the call with a token, or with null for a signed-out user. */
  resolve(token: string | null): void;
  /** Rejects the call with any value. */
  reject(reason: unknown): void;
}

/** Settings of {@link createControlledSource}. */
export interface ControlledSourceOptions {
  /** The kind of the source. Default: `backend`. The engine does not exchange tokens of this kind. */
  kind?: TokenSource["kind"];
  /** The key of the signed-in user and organization. Default: null. */
  key?: string | null;
  /** The function that answers every call. Default: null, so the test answers each call. */
  handler?: SourceHandler | null;
}

/** A token source for tests. It records its calls. A handler or the test resolves or rejects each call. */
export interface ControlledSource extends TokenSource {
  /** All calls so far, oldest first. */
  readonly calls: readonly SourceCall[];
  /**
   * Resolves to the oldest pending call that the engine has not canceled. If no such call exists, resolves to the next
   * call that has no handler.
   */
  readonly waiting: Promise<SourceCall>;
  /** Sets the handler of later calls. If the handler is null, the test answers these calls. */
  handle(handler: SourceHandler | null): void;
}

/**
 * Creates a token source that records its calls. A call is pending until the handler or the test resolves or rejects
 * it.
 *
 * @param options kind, key and handler of the source
 */
export function createControlledSource(options: ControlledSourceOptions = {}): ControlledSource {
  const calls: SourceCall[] = [];
  let waiters: ((call: SourceCall) => void)[] = [];
  let handler = options.handler ?? null;
  return {
    kind: options.kind ?? "backend",
    key: options.key ?? null,
    calls,
    get waiting() {
      const call = calls.find(({ settled, request }) => !settled && !request.signal.aborted);
      return call ? Promise.resolve(call) : new Promise<SourceCall>((resolve) => waiters.push(resolve));
    },
    handle(next) {
      handler = next;
    },
    getToken(request) {
      return new Promise((resolve, reject) => {
        let settled = false;
        const settle = (answer: () => void) => {
          settled = true;
          answer();
        };
        const call: SourceCall = {
          request,
          get settled() {
            return settled;
          },
          resolve: (token) => settle(() => resolve(token)),
          reject: (reason) => settle(() => reject(reason)),
        };
        calls.push(call);
        if (handler !== null) return void answerWith(handler, call);
        for (const resolveWaiter of waiters) resolveWaiter(call);
        waiters = [];
      });
    },
  };
}

async function answerWith(handler: SourceHandler, call: SourceCall): Promise<void> {
  try {
    call.resolve(await handler(call.request));
  } catch (error) {
    call.reject(error);
  }
}
