import { type AuthRuleContent, type AuthRuleInput, ruleContent } from "../../rules/auth-rule.ts";
import { defaultOf, inputNameOf, isRequired, type RuleFieldName, ruleFieldNames } from "../../rules/field-schema.ts";
import { type RuleField, type RuleFieldKind, ruleFields } from "../../rules/rule-fields.ts";

/** One field of an auth rule, for the dashboard's forms and lists. */
export interface RuleFieldInfo {
  /** The field's name in a request body. */
  name: keyof AuthRuleInput;
  /** The field's name in a response. */
  storedName: RuleFieldName;
  label: string;
  kind: RuleFieldKind;
  /** The accepted values of a field of kind `choices`; empty for other kinds. */
  choices: readonly string[];
  /** The form control. Its hint may contain code in backticks. Null for a field that the form does not show. */
  control: { hint: string; placeholder?: string } | null;
  /** Whether a request body must contain the field. */
  required: boolean;
  /** The value of the field in a new rule; null for none. */
  initial: AuthRuleContent[RuleFieldName];
  /**
   * The name of the flag, such as `anyAudience`, that replaces this field; null if there is no such flag. While the
   * flag is set, forms neither show nor send this field.
   */
  replacedBy: keyof AuthRuleInput | null;
  printed: RuleField["printed"];
}

/** Returns all fields of an auth rule, in the order in which forms and lists show them. */
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
