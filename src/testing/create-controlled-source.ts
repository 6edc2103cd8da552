import type { TokenRequest, TokenSource } from "../core/token-source.ts";

/** Answers calls of a controlled source; what it returns or throws is what the source gives. */
export type SourceHandler = (request: TokenRequest) => string | null | Promise<string | null>;

/** One call of a controlled source; it hangs until it is answered. */
export interface SourceCall {
  /** What the engine handed over; `request.signal` tells whether it has given up. */
  readonly request: TokenRequest;
  /** Whether the call has been answered. */
  readonly settled: boolean;
  /** Gives a token, or null for nobody signed in. */
  resolve(token: string | null): void;
  /** Fails the call with anything. */
  reject(reason: unknown): void;
}

/** Settings of {@link createControlledSource}. */
export interface ControlledSourceOptions {
  /** Default: `backend`, whose tokens need no exchange. */
  kind?: TokenSource["kind"];
  /** Who is signed in and where. Default: null. */
  key?: string | null;
  /** Answers the calls at once. Default: null, each is answered by hand. */
  handler?: SourceHandler | null;
}

/** A token source that a test holds in its hand. */
export interface ControlledSource extends TokenSource {
  /** Every call so far, oldest first. */
  readonly calls: readonly SourceCall[];
  /** The oldest call that waits for an answer, as soon as there is one. */
  readonly waiting: Promise<SourceCall>;
  /** From now on calls are answered by the handler, or by hand when it is null. */
  handle(handler: SourceHandler | null): void;
}

/** Makes a {@link ControlledSource}: calls are recorded, and answered by hand or by a handler, or left hanging. */
export function createControlledSource(options: ControlledSourceOptions = {}): ControlledSource {
  const calls: SourceCall[] = [];
  let tellWaiting: ((call: SourceCall) => void)[] = [];
  let handler = options.handler ?? null;
  return {
    kind: options.kind ?? "backend",
    key: options.key ?? null,
    calls,
    get waiting() {
      const call = calls.find((each) => !each.settled);
      return call ? Promise.resolve(call) : new Promise<SourceCall>((resolve) => tellWaiting.push(resolve));
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
        for (const tell of tellWaiting) tell(call);
        tellWaiting = [];
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
