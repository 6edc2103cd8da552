import type { RuleDraft } from "./rule-draft.ts";

/** A field of a rule's form. */
export type DraftField = keyof RuleDraft;

/** The merge of two admins' changes to one rule. */
export interface Merge {
  /** This admin's draft, with the other admin's values in the fields that this admin has not changed. */
  draft: RuleDraft;
  /** The fields that only the other admin changed. */
  taken: readonly DraftField[];
  /** The fields that both admins changed to different values. The draft keeps this admin's value. */
  disputed: readonly DraftField[];
}

/**
 * Merges a draft with a rule that another admin has saved in the meantime.
 *
 * @param base the draft of the rule that both admins started from
 */
export function mergeDrafts(base: RuleDraft, typed: RuleDraft, present: RuleDraft): Merge {
  const fields = Object.keys(base) as DraftField[];
  const isEqual = (one: RuleDraft, other: RuleDraft, field: DraftField) =>
    JSON.stringify(one[field]) === JSON.stringify(other[field]);
  const theirs = fields.filter((field) => !isEqual(base, present, field) && !isEqual(typed, present, field));
  const taken = theirs.filter((field) => isEqual(base, typed, field));
  const draft = { ...typed, ...Object.fromEntries(taken.map((field) => [field, present[field]])) };
  return { draft, taken, disputed: theirs.filter((field) => !taken.includes(field)) };
}
