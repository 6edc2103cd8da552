import { useMemo, useSyncExternalStore } from "react";

/**
 * Returns the latest state that an auth provider's SDK has passed to its listeners; undefined before the first state,
 * and on a server.
 *
 * @param sdk the object of the SDK. If a later render passes another object, the state is undefined again
 * @param subscribe adds a listener to `sdk` and returns a function that removes it; must be the same function at every
 *   render
 */
export function useSubscription<Sdk, State>(
  sdk: Sdk,
  subscribe: (sdk: Sdk, listener: (state: State) => void) => () => void,
): State | undefined {
  const store = useMemo(() => {
    const latest: { state?: State } = {};
    return {
      getSnapshot: () => latest.state,
      subscribe: (onChange: () => void) =>
        subscribe(sdk, (state) => {
          latest.state = state;
          onChange();
        }),
    };
  }, [sdk, subscribe]);
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => undefined);
}
