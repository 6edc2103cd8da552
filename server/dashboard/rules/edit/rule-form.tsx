import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { Button } from "../../ui/button.tsx";
import { Failure } from "../../ui/query-result.tsx";
import { errorOf, isOutsideOf } from "../rule-errors.ts";
import { useFocusFirst } from "../use-focus-first.ts";
import { useFocusInvalid } from "../use-focus-invalid.ts";
import { useRuleFields } from "../use-rule-fields.ts";
import { DraftField } from "./draft-field.tsx";
import { draftProblem, isReplaced, type RuleDraft } from "./rule-draft.ts";

interface RuleFormProps {
  draft: RuleDraft;
  onChange(draft: RuleDraft): void;
  /** The values that another admin has saved, for the fields that both admins have changed. Default: none. */
  theirs?: Partial<RuleDraft>;
  isBusy: boolean;
  error: Error | null;
  /** The submit button's label. */
  action: string;
  /** The content next to the submit button. */
  beside: ReactNode;
  /** Called on submission if all values can be sent. */
  onSubmit(): void;
}

/**
 * Shows a form with every editable field of an auth rule. After an error, the form keeps the entered values and shows
 * each error next to its field.
 */
export function RuleForm(props: RuleFormProps) {
  const { draft, onChange, theirs = {}, isBusy, error, action, beside, onSubmit } = props;
  const fields = useRuleFields();
  const form = useRef<HTMLFormElement>(null);
  useFocusFirst(form);
  const [problem, setProblem] = useState<ReturnType<typeof draftProblem>>(null);
  useFocusInvalid(form, problem);
  useFocusInvalid(form, error);
  const shown = fields.filter((field) => field.control !== null && !isReplaced(field, draft));
  function submit(event: FormEvent) {
    event.preventDefault();
    if (isBusy) return;
    const found = draftProblem(fields, draft);
    setProblem(found);
    if (found === null) onSubmit();
  }

  return (
    <form ref={form} noValidate onSubmit={submit}>
      {isOutsideOf(
        shown.map(({ name }) => name),
        error,
      ) && <Failure error={error} />}
      {shown.map((field) => (
        <DraftField
          key={field.name}
          field={field}
          draft={draft}
          theirs={theirs}
          errorOf={(name) => problem?.[name] ?? errorOf(error, name)}
          onChange={(part) => onChange({ ...draft, ...part })}
        />
      ))}
      <div className="modal-actions">
        {beside}
        <Button type="submit" kind="primary" isBusy={isBusy}>
          {action}
        </Button>
      </div>
    </form>
  );
}
