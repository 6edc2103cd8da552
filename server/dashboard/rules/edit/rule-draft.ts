import type { RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { type DraftValue, fromDraftValue, problemOf, toDraftValue } from "./draft-value.ts";

/** A rule in a request body. */
export type RuleInput = Extract<RuleBody, { kind: "custom" }>["rule"];

type Typed<Value> = [Value] extends [boolean] ? boolean : [Value] extends [string[]] ? readonly string[] : string;

/** The values of a rule in a form. Lists and claims are text with one entry per line. */
export type RuleDraft = { readonly [Name in keyof RuleInput]-?: Typed<NonNullable<RuleInput[Name]>> };

type Fields = readonly RuleFieldInfo[];

/** Returns the draft of a new rule with the default values. */
export const emptyDraft = (fields: Fields): RuleDraft => makeDraft(fields, ({ initial }) => initial);

/** Returns the draft for editing a stored rule. */
export const draftOf = (fields: Fields, rule: RulePreview): RuleDraft =>
  makeDraft(fields, ({ storedName }) => rule[storedName]);

/** Converts a draft to a request body. Omits invalid claims, which {@link draftProblem} reports beforehand. */
export function ruleOf(fields: Fields, draft: RuleDraft): RuleInput {
  const sent = fields
    .filter((field) => !isReplaced(field, draft))
    .map((field) => [field.name, fromDraftValue(field, draft[field.name])] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== undefined)) as unknown as RuleInput;
}

/** Returns the request body that recreates a previewed rule. */
export const ruleInputOf = (fields: Fields, preview: RulePreview): RuleInput =>
  ruleOf(fields, draftOf(fields, preview));

/** Returns whether a checkbox replaces the field, so that the draft keeps the field's value but does not send it. */
export const isReplaced = ({ replacedBy }: RuleFieldInfo, draft: RuleDraft): boolean =>
  replacedBy !== null && draft[replacedBy] === true;

/** Returns the problems that prevent sending a draft, by field; null if it can be sent. */
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
