import { useMemo, useSyncExternalStore } from "react";

/**
 * Follows what an SDK tells its subscribers; undefined until it has told something, and on a server.
 *
 * @param sdk made once; another one starts from undefined
 * @param follow subscribes to `sdk` and returns what ends that; must be the same function at every render
 */
export function useFollowed<Sdk, State>(
  sdk: Sdk,
  follow: (sdk: Sdk, tell: (state: State) => void) => () => void,
): State | undefined {
  const { subscribe, getSnapshot } = useMemo(() => {
    let told: State | undefined;
    return {
      getSnapshot: () => told,
      subscribe: (onChange: () => void) =>
        follow(sdk, (state) => {
          told = state;
          onChange();
        }),
    };
  }, [sdk, follow]);
  return useSyncExternalStore(subscribe, getSnapshot, () => undefined);
}
