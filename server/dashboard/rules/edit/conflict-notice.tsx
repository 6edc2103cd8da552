import { useEffect, useRef } from "react";
import { useRuleFields } from "../use-rule-fields.ts";
import { formatDraftValue } from "./draft-value.ts";
import type { DraftField, Merge } from "./merge-drafts.ts";
import type { RuleDraft } from "./rule-draft.ts";

interface ConflictNoticeProps {
  merge: Merge;
  /** The values of the rule as it is stored now. */
  present: RuleDraft;
}

/** Shows that another admin has saved the rule in the meantime, and how the form has merged both admins' changes. */
export function ConflictNotice({ merge, present }: ConflictNoticeProps) {
  const { taken, disputed } = merge;
  const fields = useRuleFields();
  const labelOf = (field: DraftField) => fields.find(({ name }) => name === field)?.label ?? field;
  const notice = useRef<HTMLDivElement>(null);
  // Each conflict creates a new merge object.
  // biome-ignore lint/correctness/useExhaustiveDependencies: focuses the notice again for each conflict
  useEffect(() => notice.current?.focus(), [merge]);
  return (
    <div ref={notice} className="conflict" role="alert" tabIndex={-1}>
      <p>
        <strong>Another admin changed this rule after you opened it.</strong> Your changes are not saved yet, and none
        are lost.
      </p>
      {disputed.length > 0 && (
        <p>You both changed {disputed.map((field) => labelOf(field)).join(", ")}. Their value is shown below yours.</p>
      )}
      {taken.length > 0 && (
        <>
          <p>Their other changes were added to this form:</p>
          <ul>
            {taken.map((field) => (
              <li key={field}>
                {labelOf(field)}: <code>{formatDraftValue(present[field])}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
