import { type MutationKey, useMutationState } from "@tanstack/react-query";

/**
 * Returns the variables of all pending mutations with a key. The result of `useMutation` contains only those of its
 * latest mutation.
 */
export function usePendingVariables<Variables>(mutationKey: MutationKey): Variables[] {
  return useMutationState({
    filters: { mutationKey, status: "pending" },
    select: ({ state }) => state.variables as Variables,
  });
}
