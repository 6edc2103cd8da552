import type { RefObject } from "react";
import type { RuleJson } from "../../src/admin/admin-api.ts";
import { describeError } from "../api/api-error.ts";
import { followFocus } from "../ui/follow-focus.ts";
import { useToast } from "../ui/toasts.tsx";
import { useAddRule, useDeleteRule, usePendingDeletions } from "./use-rule-changes.ts";

/**
 * Returns `remove`, which deletes an auth rule, and `isDeleting`, which returns whether a rule's deletion is in
 * progress. The toast after a deletion has an Undo button.
 *
 * @param list the element that receives the focus if a deletion removes the focused element
 */
export function useRuleDeletion(list: RefObject<HTMLElement | null>) {
  const deletion = useDeleteRule();
  const deleting = usePendingDeletions();
  const add = useAddRule();
  const notify = useToast();

  async function remove({ id, name }: RuleJson): Promise<void> {
    const moveFocus = followFocus();
    try {
      const { undo } = await deletion.mutateAsync(id);
      moveFocus(list.current);
      notify({
        text: `${name} deleted. Tokens from its provider are now refused.`,
        undo: () =>
          void add
            .mutateAsync(() => undo)
            .then(
              () => notify({ text: `${name} restored.` }),
              (error: Error) => notify({ text: `Could not restore ${name}: ${describeError(error)}` }),
            ),
      });
    } catch (error) {
      notify({ text: `Could not delete ${name}: ${error instanceof Error ? describeError(error) : "unknown"}` });
    }
  }

  return {
    isDeleting: (id: string) => deleting.includes(id),
    remove: (rule: RuleJson) => void remove(rule),
  };
}
