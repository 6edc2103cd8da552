import { useEffect, useRef } from "react";
import { useRuleFields } from "../use-rule-fields.ts";
import { formatDraftValue } from "./draft-value.ts";
import type { DraftField, Merge } from "./merge-drafts.ts";
import type { RuleDraft } from "./rule-draft.ts";

interface ConflictNoticeProps {
  merge: Merge;
  /** What is stored now. */
  present: RuleDraft;
}

/** Tells that somebody else has saved the rule, and what became of what was typed. */
export function ConflictNotice({ merge, present }: ConflictNoticeProps) {
  const { taken, disputed } = merge;
  const fields = useRuleFields();
  const labelOf = (field: DraftField) => fields.find(({ name }) => name === field)?.label ?? field;
  const notice = useRef<HTMLDivElement>(null);
  // Another conflict is another merge.
  // biome-ignore lint/correctness/useExhaustiveDependencies: said again for each
  useEffect(() => notice.current?.focus(), [merge]);
  return (
    <div ref={notice} className="conflict" role="alert" tabIndex={-1}>
      <p>
        <strong>Somebody else has changed this rule since you opened it.</strong> Nothing is saved yet, and nothing that
        you typed is lost.
      </p>
      {disputed.length > 0 && (
        <p>
          You both changed {disputed.map((field) => labelOf(field)).join(", ")}: what they saved stands below what you
          typed.
        </p>
      )}
      {taken.length > 0 && (
        <>
          <p>Their other changes are taken over:</p>
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
