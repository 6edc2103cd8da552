import { type QueryKey, useQueryClient } from "@tanstack/react-query";

/** Returns the callbacks with which a mutation reloads a list. A mutation stays pending until its callbacks end. */
export function useReload(queryKey: QueryKey) {
  const client = useQueryClient();
  const reload = () => client.invalidateQueries({ queryKey });
  const start = () => void reload();
  return {
    /** For a mutation whose result, such as a new secret, must appear before the reload ends. */
    inBackground: { onSettled: start },
    /**
     * For a mutation that must succeed only after the reload. When the dialog then closes and returns the focus, a
     * removed row is already gone. After an error, the mutation ends without waiting for the reload, because the reload
     * may fail too.
     */
    beforeSuccess: { onSuccess: reload, onError: start },
  };
}
