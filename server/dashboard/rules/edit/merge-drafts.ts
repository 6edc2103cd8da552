import type { RuleDraft } from "./rule-draft.ts";

/** A field of a rule's form. */
export type DraftField = keyof RuleDraft;

/** What two people made of one rule. */
export interface Merge {
  /** What was typed, with the other's changes where nothing was typed. */
  draft: RuleDraft;
  /** Fields that the other alone has changed. */
  taken: readonly DraftField[];
  /** Fields that both have changed, and not alike; what was typed stays. */
  disputed: readonly DraftField[];
}

/**
 * Lays what was typed over a change that somebody else has saved meanwhile.
 *
 * @param base what both began with
 */
export function mergeDrafts(base: RuleDraft, typed: RuleDraft, present: RuleDraft): Merge {
  const fields = Object.keys(base) as DraftField[];
  const same = (one: RuleDraft, other: RuleDraft, field: DraftField) =>
    JSON.stringify(one[field]) === JSON.stringify(other[field]);
  const theirs = fields.filter((field) => !same(base, present, field) && !same(typed, present, field));
  const taken = theirs.filter((field) => same(base, typed, field));
  const draft = { ...typed, ...Object.fromEntries(taken.map((field) => [field, present[field]])) };
  return { draft, taken, disputed: theirs.filter((field) => !taken.includes(field)) };
}
