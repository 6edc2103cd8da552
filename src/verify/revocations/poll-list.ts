const RETRY_MS = 1000;
/** The number of intervals without a new list after which `refuse` rejects tokens. */
const MISSED_INTERVALS = 10;

/** Keeps the list of revocations fresh. */
export interface ListPoll {
  /** Waits until the list is fresh; resolves to false when it is too old to accept a token. */
  waitUntilFresh(): Promise<boolean>;
  /** Records that a pushed list is fresh. */
  markFresh(): void;
}

/** The dependencies of a {@link ListPoll}. */
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
 * Creates a poll without a timer. Checking a token fetches the list when a fetch is due. In the second half of the
 * interval the fetch runs in the background, so under steady traffic no request waits. While the list cannot be
 * fetched, no request waits either.
 */
export function createListPoll({ load, intervalMs, failsOpen, now }: ListPollDependencies): ListPoll {
  let freshAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;
  // If the clock was set back, the time counts as long ago.
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
      const isFailing = failedAt !== Number.NEGATIVE_INFINITY;
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
