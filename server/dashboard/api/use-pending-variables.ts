import { type MutationKey, useMutationState } from "@tanstack/react-query";

/**
 * Returns the variables of all pending mutations that have the key. `useMutation` returns only the variables of the
 * latest mutation.
 */
export function usePendingVariables<Variables>(mutationKey: MutationKey): Variables[] {
  return useMutationState({
    filters: { mutationKey, status: "pending" },
    select: ({ state }) => state.variables as Variables,
  });
}
