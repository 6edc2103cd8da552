import { useState } from "react";
import type { RuleConflict, RuleJson, SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { ApiError } from "../../api/api-error.ts";
import { Button } from "../../ui/button.tsx";
import { Modal } from "../../ui/modal.tsx";
import { useUpdateRule } from "../use-rule-changes.ts";
import { useRuleFields } from "../use-rule-fields.ts";
import { ConflictNotice } from "./conflict-notice.tsx";
import { type Merge, mergeDrafts } from "./merge-drafts.ts";
import { draftOf, type RuleDraft, ruleOf } from "./rule-draft.ts";
import { RuleForm } from "./rule-form.tsx";

interface EditRuleProps {
  /** The auth rule as it was when the form was opened. */
  rule: RuleJson;
  onClose(): void;
  onSaved(rule: SavedRuleJson): void;
}

/**
 * Shows the dialog that edits an auth rule. If another admin has saved the rule while the dialog was open, the dialog
 * merges both admins' changes.
 */
export function EditRule({ rule, onClose, onSaved }: EditRuleProps) {
  const fields = useRuleFields();
  /** The stored rule that the dialog received last. The next save request contains the revision of this rule. */
  const [storedRule, setStoredRule] = useState(rule);
  const [draft, setDraft] = useState(() => draftOf(fields, rule));
  const [merge, setMerge] = useState<Merge | null>(null);
  const [isDirty, setIsDirty] = useState(false);
  const update = useUpdateRule(rule.id);

  const storedDraft = draftOf(fields, storedRule);
  const theirs: Partial<RuleDraft> = Object.fromEntries(
    (merge?.conflicting ?? [])
      .filter((field) => JSON.stringify(draft[field]) !== JSON.stringify(storedDraft[field]))
      .map((field) => [field, storedDraft[field]]),
  );
  const save = () =>
    update.mutate(
      { revision: storedRule.revision, rule: ruleOf(fields, draft) },
      {
        onSuccess: onSaved,
        onError(error) {
          const current = currentOf(error);
          if (current === null) return;
          const merged = mergeDrafts(storedDraft, draft, draftOf(fields, current));
          setStoredRule(current);
          setMerge(merged);
          setDraft(merged.draft);
        },
      },
    );

  return (
    <Modal
      isOpen
      isWide
      onClose={onClose}
      isDismissible={!isDirty}
      isBusy={update.isPending}
      title={`Edit ${rule.name}`}
      description="The authority applies your changes as soon as you save them."
    >
      {merge !== null && <ConflictNotice merge={merge} stored={storedDraft} />}
      <RuleForm
        draft={draft}
        theirs={theirs}
        onChange={(next) => {
          setDraft(next);
          setIsDirty(true);
        }}
        isBusy={update.isPending}
        error={currentOf(update.error) === null ? update.error : null}
        action={merge === null ? "Save changes" : "Save anyway"}
        beside={
          <Button isBusy={update.isPending} onClick={onClose}>
            Cancel
          </Button>
        }
        onSubmit={save}
      />
    </Modal>
  );
}

/** Returns the rule that another admin has saved, if the error is a conflict. Otherwise, returns null. */
function currentOf(error: unknown): RuleJson | null {
  if (!(error instanceof ApiError) || error.code !== "conflict") return null;
  return (error.body as Partial<RuleConflict> | null)?.current ?? null;
}
