import { z } from "zod";
import { type AuthRuleContent, type AuthRuleInput, ruleContent, ruleInput } from "./auth-rule.ts";

/** The name of a stored field. */
export type RuleFieldName = keyof AuthRuleContent;

/** The names under which callers may pass a single value for a stored list. */
const SINGULAR: { readonly [Name in Exclude<RuleFieldName, keyof AuthRuleInput>]: keyof AuthRuleInput } = {
  issuers: "issuer",
  audiences: "audience",
};

/** The names of all fields, in the order of their declaration. */
export const ruleFieldNames: readonly RuleFieldName[] = ruleContent.keyof().options;

/** Returns the name that a rule's field has in `AuthRuleInput`. */
export function inputNameOf(name: RuleFieldName): keyof AuthRuleInput {
  return name === "issuers" || name === "audiences" ? SINGULAR[name] : name;
}

/** Returns whether every input must contain the field. */
export function isRequired(name: RuleFieldName): boolean {
  return !ruleInput.shape[inputNameOf(name)].isOptional();
}

/** Returns the default of a field's schema; undefined for none. */
export function defaultOf(schema: z.ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}
