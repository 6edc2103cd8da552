import { useState } from "react";
import type { SavedRuleJson } from "../../../src/admin/admin-api.ts";
import { Button } from "../../ui/button.tsx";
import { emptyDraft, ruleOf } from "../edit/rule-draft.ts";
import { RuleForm } from "../edit/rule-form.tsx";
import { useAddRule } from "../use-rule-changes.ts";
import { useRuleFields } from "../use-rule-fields.ts";

interface CustomFormProps {
  onBack(): void;
  onSaved(rule: SavedRuleJson): void;
  onDirty(isDirty: boolean): void;
}

/** Shows a form with every editable field of a new rule. */
export function CustomForm({ onBack, onSaved, onDirty }: CustomFormProps) {
  const fields = useRuleFields();
  const [draft, setDraft] = useState(() => emptyDraft(fields));
  const add = useAddRule();
  return (
    <RuleForm
      draft={draft}
      onChange={(next) => {
        setDraft(next);
        onDirty(true);
      }}
      isBusy={add.isPending}
      error={add.error}
      action="Save rule"
      beside={
        <Button isBusy={add.isPending} onClick={onBack}>
          Choose another provider
        </Button>
      }
      onSubmit={() => add.mutate(() => ({ kind: "custom", rule: ruleOf(fields, draft) }), { onSuccess: onSaved })}
    />
  );
}
