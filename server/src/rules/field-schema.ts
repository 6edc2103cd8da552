import { z } from "zod";
import { type AuthRuleContent, type AuthRuleInput, ruleContent, ruleInput } from "./auth-rule.ts";

/** The name of a field of a stored auth rule. */
export type RuleFieldName = keyof AuthRuleContent;

/** The input names of `issuers` and `audiences`. They are singular, because the input may be a single value. */
const SINGULAR: { readonly [Name in Exclude<RuleFieldName, keyof AuthRuleInput>]: keyof AuthRuleInput } = {
  issuers: "issuer",
  audiences: "audience",
};

/** The names of all fields of a stored auth rule, in the order of their declaration. */
export const ruleFieldNames: readonly RuleFieldName[] = ruleContent.keyof().options;

/** Returns the name that a field of a stored rule has in `AuthRuleInput`. */
export function inputNameOf(name: RuleFieldName): keyof AuthRuleInput {
  return name === "issuers" || name === "audiences" ? SINGULAR[name] : name;
}

/** Returns whether a field is required in the input of an auth rule. */
export function isRequired(name: RuleFieldName): boolean {
  return !ruleInput.shape[inputNameOf(name)].isOptional();
}

/** Returns the default of a field's schema; undefined if the schema has no default. */
export function defaultOf(schema: z.ZodType): unknown {
  return schema instanceof z.ZodDefault ? schema.def.defaultValue : undefined;
}
