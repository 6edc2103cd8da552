import { type AuthRuleContent, type AuthRuleInput, ruleContent } from "../../rules/auth-rule.ts";
import { defaultOf, inputNameOf, isRequired, type RuleFieldName, ruleFieldNames } from "../../rules/field-schema.ts";
import { type RuleField, type RuleFieldKind, ruleFields } from "../../rules/rule-fields.ts";

/** One field of an auth rule, for forms and lists. */
export interface RuleFieldInfo {
  /** Its name in a body that makes or changes a rule. */
  name: keyof AuthRuleInput;
  /** Its name in an answer. */
  storedName: RuleFieldName;
  label: string;
  kind: RuleFieldKind;
  /** The values that a field of the kind `choices` may have; empty for every other. */
  choices: readonly string[];
  /** The control of a form, whose hint has code between backticks; null for a field that has none. */
  control: { hint: string; placeholder?: string } | null;
  /** Whether a body must have it. */
  required: boolean;
  /** What a new rule has; null for nothing. */
  initial: AuthRuleContent[RuleFieldName];
  /** The flag that replaces this field while it is set; null for none. */
  replacedBy: keyof AuthRuleInput | null;
  printed: RuleField["printed"];
}

/** All fields, in the order in which forms and lists show them. */
export function listRuleFields(): RuleFieldInfo[] {
  return ruleFieldNames.map((storedName) => {
    const { option: _, choices = [], replacedBy, ...field }: RuleField = ruleFields[storedName];
    return {
      ...field,
      name: inputNameOf(storedName),
      storedName,
      choices,
      required: isRequired(storedName),
      initial: (defaultOf(ruleContent.shape[storedName]) ?? null) as RuleFieldInfo["initial"],
      replacedBy: replacedBy === undefined ? null : inputNameOf(replacedBy),
    };
  });
}
