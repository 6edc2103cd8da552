import type { authRules } from "../storage/schema.ts";
import type { AuthRule, AuthRuleContent } from "./auth-rule.ts";
import { ruleFieldNames } from "./field-schema.ts";

type RuleRow = typeof authRules.$inferSelect;

/** Returns the rule of a row. Together with {@link toRow}, it compiles only if fields and columns match. */
export function toRule({ projectId: _, ...rule }: RuleRow): AuthRule {
  return rule;
}

/** Returns the row of a project's rule. */
export function toRow(projectId: string, rule: AuthRule): RuleRow {
  return { ...rule, projectId };
}

/** Returns only the content of a rule or a row. */
export function contentOf(rule: AuthRuleContent): AuthRuleContent {
  return Object.fromEntries(ruleFieldNames.map((name) => [name, rule[name]])) as unknown as AuthRuleContent;
}
