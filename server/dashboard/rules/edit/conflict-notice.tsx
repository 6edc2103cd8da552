import { useEffect, useRef } from "react";
import { DRAFT_LABELS, showDraftValue } from "./draft-words.ts";
import type { Merge } from "./merge-drafts.ts";
import type { RuleDraft } from "./rule-draft.ts";

interface ConflictNoticeProps {
  merge: Merge;
  /** What is stored now. */
  present: RuleDraft;
}

/** Tells that somebody else has saved the rule, and what became of what was typed. */
export function ConflictNotice({ merge, present }: ConflictNoticeProps) {
  const { taken, disputed } = merge;
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
          You both changed {disputed.map((field) => DRAFT_LABELS[field]).join(", ")}: what they saved stands below what
          you typed.
        </p>
      )}
      {taken.length > 0 && (
        <>
          <p>Their other changes are taken over:</p>
          <ul>
            {taken.map((field) => (
              <li key={field}>
                {DRAFT_LABELS[field]}: <code>{showDraftValue(present[field])}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
