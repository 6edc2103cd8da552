import type { RuleBody, RuleFieldInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { type DraftValue, fromDraftValue, problemOf, toDraftValue } from "./draft-value.ts";

/** A rule as it is sent. */
export type RuleInput = Extract<RuleBody, { kind: "custom" }>["rule"];

type Typed<Value> = [Value] extends [boolean] ? boolean : [Value] extends [string[]] ? readonly string[] : string;

/** A rule as it is typed: lists and claims as lines of a text. */
export type RuleDraft = { readonly [Name in keyof RuleInput]-?: Typed<NonNullable<RuleInput[Name]>> };

type Fields = readonly RuleFieldInfo[];

/** Returns the draft of a new rule, with the defaults filled in. */
export const emptyDraft = (fields: Fields): RuleDraft => makeDraft(fields, ({ initial }) => initial);

/** Returns the draft of a stored rule, to be changed. */
export const draftOf = (fields: Fields, rule: RulePreview): RuleDraft =>
  makeDraft(fields, ({ storedName }) => rule[storedName]);

/** Returns what to send for a draft. Claims that cannot be read are left out: {@link draftProblem} tells of them first. */
export function ruleOf(fields: Fields, draft: RuleDraft): RuleInput {
  const sent = fields
    .filter((field) => !isReplaced(field, draft))
    .map((field) => [field.name, fromDraftValue(field, draft[field.name])] as const);
  return Object.fromEntries(sent.filter(([, value]) => value !== undefined)) as unknown as RuleInput;
}

/** Returns what makes a previewed rule again. */
export const ruleInputOf = (fields: Fields, preview: RulePreview): RuleInput =>
  ruleOf(fields, draftOf(fields, preview));

/** Whether a flag replaces the field; what was typed stays in the draft, but is not sent. */
export const isReplaced = ({ replacedBy }: RuleFieldInfo, draft: RuleDraft): boolean =>
  replacedBy !== null && draft[replacedBy] === true;

/** Returns what is wrong with fields that the authority cannot be asked about; null when nothing is. */
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
