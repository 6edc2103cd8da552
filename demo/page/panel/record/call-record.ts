/** One call of the guarded API. */
export interface ApiCall {
  id: number;
  /** The time at which the call was sent, in milliseconds since the epoch. */
  time: number;
  /** The duration, in milliseconds. */
  duration: number;
  /** The HTTP status, or the error code of a request that was not sent. */
  outcome: number | string;
  /** The workspace that the route read from the verified token. */
  workspaceId: string | null;
}

const MAX_CALLS = 500;

/** A record of API calls that components subscribe to. */
export interface CallRecord {
  /** Returns the calls, oldest first; the same array until the next call. */
  read(): readonly ApiCall[];
  subscribe(listener: () => void): () => void;
  add(call: Omit<ApiCall, "id">): void;
}

/** Creates an empty record. */
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
