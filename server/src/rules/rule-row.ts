import type { authRules } from "../storage/schema.ts";
import type { AuthRule, AuthRuleContent } from "./auth-rule.ts";
import { ruleFieldNames } from "./field-schema.ts";

type RuleRow = typeof authRules.$inferSelect;

/** Converts a row to a rule. Together with {@link toRow}, it compiles only if fields and columns match. */
export function toRule({ projectId: _, ...rule }: RuleRow): AuthRule {
  return rule;
}

/** Converts a project's rule to a row. */
export function toRow(projectId: string, rule: AuthRule): RuleRow {
  return { ...rule, projectId };
}

/** Returns the content of a rule or row, without its other fields. */
export function contentOf(rule: AuthRuleContent): AuthRuleContent {
  return Object.fromEntries(ruleFieldNames.map((name) => [name, rule[name]])) as unknown as AuthRuleContent;
}
