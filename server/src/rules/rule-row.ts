import type { authRules } from "../storage/schema.ts";
import type { AuthRule, AuthRuleContent } from "./auth-rule.ts";
import { ruleFieldNames } from "./field-schema.ts";

type RuleRow = typeof authRules.$inferSelect;

/**
 * Converts a database row to an auth rule. This function and {@link toRow} compile only if the rule's fields match the
 * table's columns.
 */
export function toRule({ projectId: _, ...rule }: RuleRow): AuthRule {
  return rule;
}

/** Converts an auth rule of a project to a database row. */
export function toRow(projectId: string, rule: AuthRule): RuleRow {
  return { ...rule, projectId };
}

/** Returns a copy of an auth rule with only the content fields: without the id, the revision and the times. */
export function contentOf(rule: AuthRuleContent): AuthRuleContent {
  return Object.fromEntries(ruleFieldNames.map((name) => [name, rule[name]])) as unknown as AuthRuleContent;
}
