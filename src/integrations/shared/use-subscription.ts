import { useMemo, useSyncExternalStore } from "react";

/**
 * Returns the latest state that an SDK has passed to its listeners; undefined before the first state, and on a server.
 *
 * @param sdk the SDK's object; for a new object, the state is undefined again
 * @param subscribe adds a listener to `sdk` and returns its unsubscribe function; must be the same function at every
 *   render
 */
export function useSubscription<Sdk, State>(
  sdk: Sdk,
  subscribe: (sdk: Sdk, listener: (state: State) => void) => () => void,
): State | undefined {
  const store = useMemo(() => {
    let latest: State | undefined;
    return {
      getSnapshot: () => latest,
      subscribe: (onChange: () => void) =>
        subscribe(sdk, (state) => {
          latest = state;
          onChange();
        }),
    };
  }, [sdk, subscribe]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => undefined);
}
