import type { RuleFieldInfo } from "../../../src/admin/admin-api.ts";
import { DraftChoices } from "./draft-choices.tsx";
import { DraftFlag } from "./draft-flag.tsx";
import { DraftText } from "./draft-text.tsx";
import type { DraftValue } from "./draft-value.ts";
import type { DraftField as FieldName } from "./merge-drafts.ts";
import { OtherAdminValue } from "./other-admin-value.tsx";
import type { RuleDraft } from "./rule-draft.ts";

interface DraftFieldProps {
  field: RuleFieldInfo;
  draft: RuleDraft;
  /** The values that another admin has saved, for the fields that both admins have changed. */
  theirs: Partial<RuleDraft>;
  errorOf(field: FieldName): string | undefined;
  onChange(part: Partial<RuleDraft>): void;
}

/**
 * Shows the form control for a field of an auth rule. If `theirs` contains the field, also shows the other admin's
 * value.
 */
export function DraftField({ field, draft, theirs, errorOf, onChange }: DraftFieldProps) {
  const { name, label, control, kind, choices } = field;
  if (control === null) return null;
  const value: DraftValue = draft[name];
  const change = (next: DraftValue) => onChange({ [name]: next });
  const common = { name, label, error: errorOf(name), ...control };
  const saved = theirs[name];
  const beside = saved !== undefined && <OtherAdminValue label={label} value={saved} onUse={() => change(saved)} />;
  if (kind === "choices") {
    return (
      <DraftChoices {...common} choices={choices} value={value as readonly string[]} onChange={change}>
        {beside}
      </DraftChoices>
    );
  }
  return (
    <div className="draft-field">
      {kind === "flag" ? (
        <DraftFlag {...common} value={value === true} onChange={change} />
      ) : (
        <DraftText
          {...common}
          isLines={kind === "lines" || kind === "claims"}
          value={String(value)}
          onChange={change}
        />
      )}
      {beside}
    </div>
  );
}
