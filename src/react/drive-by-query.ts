import { hashKey, type QueryClient, QueryObserver, type QueryObserverOptions } from "@tanstack/react-query";
import { onWake } from "../client/platform/page-events.ts";
import { MAX_TIMER_MS } from "../client/schedule.ts";
import type { EngineCore } from "../client/token-engine.ts";
import { isDisposed } from "./scoped-engine.ts";

/**
 * The shortest refetch interval, in milliseconds. TanStack Query treats an interval of 0 as none. `getToken()` does not
 * wait for the query.
 */
const MIN_INTERVAL_MS = 50;

/**
 * Query options that are explicitly undefined, so that the defaults of an app's shared client do not apply. The type is
 * `object`, because the exact option types forbid `undefined`.
 */
const unset: object = {
  behavior: undefined,
  initialData: undefined,
  initialDataUpdatedAt: undefined,
  meta: undefined,
  persister: undefined,
  placeholderData: undefined,
  select: undefined,
};

let nextScope = 0;

/**
 * Calls `engine.tick()` whenever an action of the engine is due. The refetch interval of a TanStack Query observer sets
 * the times of these calls.
 *
 * The query contains metadata for the devtools. The token never enters the query cache, because an app may dehydrate,
 * persist or broadcast the cache. The engine retries failed attempts, because TanStack Query's retries would pause in a
 * hidden tab.
 *
 * @returns a function that stops the `tick` calls and removes the listeners and the query
 */
export function driveByQuery(engine: EngineCore, client: QueryClient): () => void {
  nextScope += 1;
  const queryKey = ["assistant-cloud", "workspace-token", nextScope];
  const options: QueryObserverOptions<ReturnType<typeof describe>> = {
    ...unset,
    queryKey,
    queryFn: () => {
      // The query must not wait for an attempt: it fetches nothing while it waits, and the token may expire meanwhile.
      void engine.tick();
      return describe(engine);
    },
    refetchInterval: () => {
      const wait = engine.nextActionIn();
      return wait !== null && Math.min(Math.max(wait, MIN_INTERVAL_MS), MAX_TIMER_MS);
    },
    refetchIntervalInBackground: true,
    refetchOnMount: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
    retry: false,
    structuralSharing: false,
    enabled: true,
    queryKeyHashFn: hashKey,
    retryOnMount: true,
    notifyOnChangeProps: "all",
    throwOnError: false,
    suspense: false,
  };
  const cache = client.getQueryCache();
  // `removeQueries()` would compute the hash of our key with the hash functions of the app's queries, which may throw or
  // return the same hash for other keys.
  const removeQuery = () => {
    const query = cache.get(hashKey(queryKey));
    if (query) cache.remove(query);
  };
  // A query that an app's persister has restored belongs to another page, so remove it.
  removeQuery();
  const observer = new QueryObserver(client, options);
  const stopObserving = observer.subscribe(() => {});
  const unsubscribe = engine.subscribe(() => {
    if (isDisposed(engine)) return;
    // An app that clears its client removes the query, so let the observer create it again.
    observer.setOptions(options);
    // The observer recomputes its interval when it receives new data.
    observer.getCurrentQuery().setData(describe(engine));
  });
  const stopWaking = onWake((isBackOnline) => {
    void engine.tick(isBackOnline);
    // During a sleep, timers may stop while the token ages, so let the observer compute its interval again.
    observer.setOptions(options);
  });
  return () => {
    stopWaking();
    unsubscribe();
    stopObserving();
    removeQuery();
  };
}

function describe(engine: EngineCore) {
  const { status, revision, expiresAt, refreshAt, isRefreshing, breaker } = engine.getSnapshot();
  return { status, revision, expiresAt, refreshAt, isRefreshing, breaker };
}
