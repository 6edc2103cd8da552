const RETRY_MS = 1000;
/** After a failed fetch, checks do not wait for further fetches during this time, in milliseconds. */
const FAILING_MS = 10_000;
/**
 * After this number of poll intervals without a new list, a verifier with `whenUnavailable: "refuse"` refuses tokens.
 */
const MISSED_INTERVALS = 10;

/** Fetches a new list of revocations when a verifier checks a token, if the current list is old. */
export interface ListPoll {
  /** Fetches the list if it is old. Resolves to whether a verifier may accept tokens. */
  waitUntilFresh(): Promise<boolean>;
  /** Records that the app has just received a new list. */
  markFresh(): void;
}

export interface ListPollDependencies {
  /** Fetches the list and applies it. */
  load(): Promise<void>;
  intervalMs: number;
  /** Whether tokens are accepted while the list cannot be fetched. */
  failsOpen: boolean;
  /** The wall clock, in milliseconds since the epoch. */
  now: () => number;
}

/**
 * Creates a {@link ListPoll} that sets no timer. A check of a token starts a fetch if the list is older than half of
 * `intervalMs`. After a failed fetch, the next fetch starts at least a second later.
 *
 * A check waits for the fetch only if the list is older than `intervalMs`, and if no fetch has failed in the last 10
 * seconds. Under steady traffic, fetches therefore run in the background.
 */
export function createListPoll({ load, intervalMs, failsOpen, now }: ListPollDependencies): ListPoll {
  let freshAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;
  // If the clock was set back after `since`, return false, so that the list is fetched again.
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function fetchList(): Promise<void> {
    const startedAt = now();
    try {
      await load();
      freshAt = Math.max(freshAt, startedAt);
      failedAt = Number.NEGATIVE_INFINITY;
    } catch {
      failedAt = now();
    }
  }
  function refresh(): Promise<void> {
    pending ??= fetchList().finally(() => {
      pending = null;
    });
    return pending;
  }

  return {
    async waitUntilFresh() {
      if (within(freshAt, intervalMs / 2)) return true;
      const isFailing = within(failedAt, FAILING_MS);
      const fetching = within(failedAt, RETRY_MS) ? null : refresh();
      if (within(freshAt, intervalMs)) return true;
      if (!isFailing) await fetching;
      return failsOpen || within(freshAt, MISSED_INTERVALS * intervalMs);
    },
    markFresh() {
      freshAt = now();
    },
  };
}
