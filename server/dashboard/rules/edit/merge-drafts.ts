import type { RuleDraft } from "./rule-draft.ts";

/** The name of a field in an auth rule's form. */
export type DraftField = keyof RuleDraft;

/** The result of merging two admins' changes to one auth rule. */
export interface Merge {
  /**
   * The merged values. Fields that this admin changed contain this admin's values. All other fields contain the stored
   * values.
   */
  draft: RuleDraft;
  /** The fields that only the other admin changed. */
  merged: readonly DraftField[];
  /** The fields that both admins changed to different values. `draft` contains this admin's values. */
  conflicting: readonly DraftField[];
}

/**
 * Merges a rule's form with the rule that another admin has saved since the form was opened (three-way merge).
 *
 * @param base the values that both admins started from
 * @param typed the values in this admin's form
 * @param stored the values that the other admin has saved
 */
export function mergeDrafts(base: RuleDraft, typed: RuleDraft, stored: RuleDraft): Merge {
  const fields = Object.keys(base) as DraftField[];
  const isEqual = (one: RuleDraft, other: RuleDraft, field: DraftField) =>
    JSON.stringify(one[field]) === JSON.stringify(other[field]);
  const theirs = fields.filter((field) => !isEqual(base, stored, field) && !isEqual(typed, stored, field));
  const merged = theirs.filter((field) => isEqual(base, typed, field));
  const draft = { ...typed, ...Object.fromEntries(merged.map((field) => [field, stored[field]])) };
  return { draft, merged, conflicting: theirs.filter((field) => !merged.includes(field)) };
}
