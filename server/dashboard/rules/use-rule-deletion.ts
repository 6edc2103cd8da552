import type { RuleJson } from "../../src/admin/admin-api.ts";
import { useToast } from "../ui/toasts.tsx";
import { useAddRule, useDeleteRule } from "./use-rule-changes.ts";

/**
 * Returns `remove`, which deletes an auth rule, and `isDeleting`, which returns whether a deletion is in progress. The
 * toast after a deletion has an Undo button.
 *
 * @param onDeleted called after a rule is deleted
 */
export function useRuleDeletion(onDeleted: () => void) {
  const deletion = useDeleteRule();
  const add = useAddRule();
  const notify = useToast();

  async function remove({ id, name }: RuleJson): Promise<void> {
    if (deletion.isPending) return;
    try {
      const { undo } = await deletion.mutateAsync(id);
      onDeleted();
      notify({
        text: `${name} deleted. Tokens from its provider are now refused.`,
        undo: () =>
          void add
            .mutateAsync(() => undo)
            .then(
              () => notify({ text: `${name} restored.` }),
              (error: Error) => notify({ text: `Could not restore ${name}: ${error.message}` }),
            ),
      });
    } catch (error) {
      notify({ text: `Could not delete ${name}: ${error instanceof Error ? error.message : "unknown"}` });
    }
  }

  return {
    isDeleting: (id: string) => deletion.isPending && deletion.variables === id,
    remove: (rule: RuleJson) => void remove(rule),
  };
}
