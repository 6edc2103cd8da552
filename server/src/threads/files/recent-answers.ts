const REMEMBERED_MS = 60_000;

/**
 * How long an error is cached, in milliseconds. The period is short, so that files are available soon after the bucket
 * is available again.
 */
const FAILURE_REMEMBERED_MS = 10_000;

const MAX_ANSWERS = 10_000;

/**
 * A memory cache of the bucket's answers about files. With the cache, frequent calls cause few requests to the bucket.
 */
export interface RecentAnswers<T> {
  /**
   * Returns an answer that is at most a minute old. Caches an error for ten seconds. Does not cache null, because a
   * file can appear at any time. Concurrent calls for the same key cause only one request.
   */
  get(key: string): Promise<T | null>;
  /** Discards the answer about a file. */
  drop(key: string): void;
}

/**
 * Creates {@link RecentAnswers}. If the cache has more than 10,000 answers, discards the oldest answer.
 *
 * @param ask returns the current answer about a file
 * @param now the wall clock, in milliseconds since the epoch
 */
export function createRecentAnswers<T>(ask: (key: string) => Promise<T | null>, now: () => number): RecentAnswers<T> {
  const answers = new Map<string, { readonly promise: Promise<T | null>; at: number; lifetime: number }>();

  return {
    get(key) {
      const known = answers.get(key);
      const age = known === undefined ? -1 : now() - known.at;
      // After the clock is set back, the age is negative.
      if (known !== undefined && age >= 0 && age < known.lifetime) return known.promise;
      const answer = { promise: ask(key), at: now(), lifetime: REMEMBERED_MS };
      // A new key moves to the end of the map, so the map starts with the oldest answer.
      answers.delete(key);
      answers.set(key, answer);
      const [oldest] = answers.keys();
      if (answers.size > MAX_ANSWERS && oldest !== undefined) answers.delete(oldest);
      answer.promise.then(
        (found) => {
          if (found === null && answers.get(key) === answer) answers.delete(key);
        },
        () => Object.assign(answer, { at: now(), lifetime: FAILURE_REMEMBERED_MS }),
      );
      return answer.promise;
    },
    drop(key) {
      answers.delete(key);
    },
  };
}
