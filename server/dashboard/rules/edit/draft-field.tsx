import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { InlineCode } from "../../ui/inline-code.tsx";
import { DRAFT_LABELS, showDraftValue } from "./draft-words.ts";
import type { DraftField as FieldName } from "./merge-drafts.ts";
import type { RuleDraft } from "./rule-draft.ts";

/** What all fields of a rule's form are given. */
export interface DraftFieldContext {
  draft: RuleDraft;
  /** What somebody else has saved in fields that were changed here too. */
  theirs: Partial<RuleDraft>;
  errorOf(field: FieldName): string | undefined;
  onChange(part: Partial<RuleDraft>): void;
}

type TextField = {
  [Name in FieldName]: RuleDraft[Name] extends string ? Name : never;
}[FieldName];

interface DraftTextProps extends DraftFieldContext {
  name: TextField;
  /** With code between backticks. */
  hint: string;
  placeholder?: string;
  /** Several values, a line each. Default: false. */
  isLines?: boolean;
}

/** A text of a rule's form; where somebody else changed it too, with what they saved. */
export function DraftText({ name, hint, placeholder, isLines, draft, theirs, errorOf, onChange }: DraftTextProps) {
  const common = { name, placeholder, spellCheck: false, autoComplete: "off", value: draft[name] };
  const change = (text: string) => onChange({ [name]: text });
  return (
    <div className="draft-field">
      <Field label={DRAFT_LABELS[name]} hint={<InlineCode text={hint} />} error={errorOf(name)}>
        {(control) =>
          isLines ? (
            <textarea {...control} {...common} rows={2} onChange={(event) => change(event.target.value)} />
          ) : (
            <input {...control} {...common} onChange={(event) => change(event.target.value)} />
          )
        }
      </Field>
      <Theirs name={name} theirs={theirs} onChange={onChange} />
    </div>
  );
}

/** What somebody else has saved in a field, and a way to take it. */
export function Theirs({
  name,
  theirs,
  onChange,
}: Pick<DraftFieldContext, "theirs" | "onChange"> & { name: FieldName }) {
  const value = theirs[name];
  if (value === undefined) return null;
  return (
    <p className="draft-theirs">
      <span>
        Saved by somebody else: <code>{showDraftValue(value)}</code>
      </span>
      <Button aria-label={`Use theirs: ${DRAFT_LABELS[name]}`} onClick={() => onChange({ [name]: value })}>
        Use theirs
      </Button>
    </p>
  );
}
