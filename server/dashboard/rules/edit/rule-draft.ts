import type { RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { type DraftValue, fromDraftValue, problemOf, toDraftValue } from "./draft-value.ts";

export type RuleInput = Extract<RuleBody, { kind: "custom" }>["rule"];

type Typed<Value> = [Value] extends [boolean] ? boolean : [Value] extends [string[]] ? readonly string[] : string;

/** The form values of an auth rule, keyed by field. Lists and claims are text with one entry per line. */
export type RuleDraft = { readonly [Name in keyof RuleInput]-?: Typed<NonNullable<RuleInput[Name]>> };

type Fields = readonly RuleFieldInfo[];

/** Returns the form values of a new rule: the defaults. */
export const emptyDraft = (fields: Fields): RuleDraft => makeDraft(fields, ({ initial }) => initial);

/** Returns the form values of a stored rule. */
export const draftOf = (fields: Fields, rule: RulePreview): RuleDraft =>
  makeDraft(fields, ({ storedName }) => rule[storedName]);

/**
 * Converts form values to the auth rule that the dashboard sends. Omits hidden fields, and claims that cannot be
 * parsed. To report such claims, call {@link draftProblem} first.
 */
export function ruleOf(fields: Fields, draft: RuleDraft): RuleInput {
  const sent = fields
    .filter((field) => !isReplaced(field, draft))
    .map((field) => [field.name, fromDraftValue(field, draft[field.name])] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== undefined)) as unknown as RuleInput;
}

/** Converts a previewed or stored rule to the auth rule that the dashboard sends. */
export const ruleInputOf = (fields: Fields, preview: RulePreview): RuleInput =>
  ruleOf(fields, draftOf(fields, preview));

/**
 * Returns whether the form hides a field because the checkbox that replaces the field is on. The form preserves the
 * field's value, but requests do not contain this value.
 */
export const isReplaced = ({ replacedBy }: RuleFieldInfo, draft: RuleDraft): boolean =>
  replacedBy !== null && draft[replacedBy] === true;

/** Returns an error message for each field whose value cannot be sent; null if all values can be sent. */
export function draftProblem(fields: Fields, draft: RuleDraft): Partial<Record<keyof RuleDraft, string>> | null {
  const found = fields.flatMap((field) => {
    const problem = problemOf(field, draft[field.name]);
    return problem === null ? [] : [[field.name, problem]];
  });
  return found.length === 0 ? null : Object.fromEntries(found);
}

const makeDraft = (fields: Fields, storedValue: (field: RuleFieldInfo) => unknown): RuleDraft =>
  Object.fromEntries(
    fields.map((field): [string, DraftValue] => [field.name, toDraftValue(field, storedValue(field))]),
  ) as unknown as RuleDraft;
