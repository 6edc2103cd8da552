import type { z } from "zod";
import type { AuthRuleInput, ruleContent } from "./auth-rule.ts";
import { inputNameOf, ruleFieldNames } from "./field-schema.ts";

/**
 * Converts the content of an auth rule to input for `rules.add`, for example to undo a deletion.
 *
 * @param content the content of a stored rule or of an exported document; missing fields get their default
 */
export function toRuleInput(content: z.input<typeof ruleContent>): AuthRuleInput {
  const given = ruleFieldNames.filter((name) => !isEmpty(content[name]));
  return Object.fromEntries(given.map((name) => [inputNameOf(name), content[name]])) as unknown as AuthRuleInput;
}

const isEmpty = (value: unknown): boolean => value == null || (Array.isArray(value) && value.length === 0);
