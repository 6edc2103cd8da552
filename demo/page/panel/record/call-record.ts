/** A call to the API route that requires a workspace token. */
export interface ApiCall {
  id: number;
  /** The time at which the call started, in milliseconds since the epoch. */
  time: number;
  /** The duration in milliseconds, including any wait for a token. */
  duration: number;
  /**
   * The HTTP status of the response. Without a response, the code of the token error. After any other error, `network`.
   */
  outcome: number | string;
  /** The workspace id in the response; null if the response contains no id. */
  workspaceId: string | null;
}

const MAX_CALLS = 500;

/** The last 500 API calls, as a store for `useSyncExternalStore`. */
export interface CallRecord {
  /** Returns the calls, oldest first. Returns the same array until `add` records another call. */
  read(): readonly ApiCall[];
  subscribe(listener: () => void): () => void;
  add(call: Omit<ApiCall, "id">): void;
}

export function createCallRecord(): CallRecord {
  const listeners = new Set<() => void>();
  let nextId = 1;
  let calls: readonly ApiCall[] = [];
  return {
    read: () => calls,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    add(call) {
      calls = [...calls.slice(1 - MAX_CALLS), { ...call, id: nextId++ }];
      for (const listener of listeners) listener();
    },
  };
}
