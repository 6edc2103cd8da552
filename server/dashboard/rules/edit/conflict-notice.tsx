import { useEffect, useRef } from "react";
import { useRuleFields } from "../use-rule-fields.ts";
import { formatDraftValue } from "./draft-value.ts";
import type { DraftField, Merge } from "./merge-drafts.ts";
import type { RuleDraft } from "./rule-draft.ts";

interface ConflictNoticeProps {
  merge: Merge;
  /** The current values of the stored rule. */
  stored: RuleDraft;
}

/**
 * Shows that another admin has saved the rule since the form was opened. Also shows how the form has merged both
 * admins' changes.
 */
export function ConflictNotice({ merge, stored }: ConflictNoticeProps) {
  const { merged, conflicting } = merge;
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
      {conflicting.length > 0 && (
        <p>
          You both changed {conflicting.map((field) => labelOf(field)).join(", ")}. Their value is shown below yours.
        </p>
      )}
      {merged.length > 0 && (
        <>
          <p>Their other changes were added to this form:</p>
          <ul>
            {merged.map((field) => (
              <li key={field}>
                {labelOf(field)}: <code>{formatDraftValue(stored[field])}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
