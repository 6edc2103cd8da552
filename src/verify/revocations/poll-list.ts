const RETRY_MS = 1000;
/** With `refuse`, so many intervals may pass without an answer. */
const MISSED_INTERVALS = 10;

/** Keeps the list of revocations young. */
export interface ListPoll {
  /** Waits until the list is young enough to judge a token; false when the token must not be accepted for want of a list. */
  untilYoung(): Promise<boolean>;
  /** The list came by another way. */
  noteFresh(): void;
}

/** What a poll needs. */
export interface ListPollParts {
  /** Fetches the list and applies it. */
  load(): Promise<void>;
  intervalMs: number;
  /** Whether tokens are accepted while the list cannot be fetched. */
  failsOpen: boolean;
  /** The wall clock, in milliseconds since the epoch. */
  now: () => number;
}

/**
 * Creates a poll without a timer: a token that is judged fetches the list when that is due. From half of the interval on the
 * fetch is made beside it, so that under traffic no request waits; while the list cannot be fetched none waits either.
 */
export function createListPoll({ load, intervalMs, failsOpen, now }: ListPollParts): ListPoll {
  let youngAt = Number.NEGATIVE_INFINITY;
  let failedAt = Number.NEGATIVE_INFINITY;
  let pending: Promise<void> | null = null;
  // A clock that was set back counts as "long ago".
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function fetchList(): Promise<void> {
    const begun = now();
    try {
      await load();
      youngAt = Math.max(youngAt, begun);
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
    async untilYoung() {
      if (within(youngAt, intervalMs / 2)) return true;
      const isFailing = failedAt !== Number.NEGATIVE_INFINITY;
      const fetching = within(failedAt, RETRY_MS) ? null : refresh();
      if (within(youngAt, intervalMs)) return true;
      if (!isFailing) await fetching;
      return failsOpen || within(youngAt, MISSED_INTERVALS * intervalMs);
    },
    noteFresh() {
      youngAt = now();
    },
  };
}
