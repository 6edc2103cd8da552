import type { RuleAnswer } from "../../src/admin/admin-api.ts";
import { useToast } from "../ui/toasts.tsx";
import { useAddRule, useDeleteRule } from "./use-rule-changes.ts";

/**
 * Deletes rules, with a way back for as long as the notice stands.
 *
 * @param onGone told once a rule is out of the list
 */
export function useRuleDeletion(onGone: () => void) {
  const deletion = useDeleteRule();
  const add = useAddRule();
  const tell = useToast();

  async function remove({ id, name }: RuleAnswer): Promise<void> {
    if (deletion.isPending) return;
    try {
      const { undo } = await deletion.mutateAsync(id);
      onGone();
      tell({
        text: `${name} is deleted: its provider's tokens are refused now.`,
        undo: () =>
          void add
            .mutateAsync(() => undo)
            .then(
              () => tell({ text: `${name} is back.` }),
              (error: Error) => tell({ text: `${name} could not be brought back: ${error.message}` }),
            ),
      });
    } catch (error) {
      tell({ text: `${name} was not deleted: ${error instanceof Error ? error.message : "unknown"}` });
    }
  }

  return {
    isDeleting: (id: string) => deletion.isPending && deletion.variables === id,
    remove: (rule: RuleAnswer) => void remove(rule),
  };
}
