import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/** Returns the callbacks with which a mutation reloads a list. A mutation stays pending until its callbacks end. */
export function useReload(queryKey: QueryKey) {
  const client = useQueryClient();
  const reload = () => client.invalidateQueries({ queryKey });
  const start = () => void reload();
  return {
    /** The result of the mutation, such as a new secret, does not wait for the reload. */
    inBackground: { onSettled: start },
    /**
     * A success waits for the reload. A removed row is thus gone when its dialog closes and returns the focus. An error
     * does not wait, because the reload may fail too.
     */
    beforeSuccess: { onSuccess: reload, onError: start },
  };
}
