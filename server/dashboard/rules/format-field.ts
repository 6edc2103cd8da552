import type { RuleFieldInfo, RulePreview } from "../../src/admin/admin-api.ts";

/** Formats the stored value of a field as lines of text. Returns no lines for a field without a value. */
export function formatField({ kind, storedName }: RuleFieldInfo, rule: RulePreview): readonly string[] {
  const value = rule[storedName];
  switch (kind) {
    case "lines":
      return value as string[];
    case "choices":
      return [(value as string[]).join(", ")];
    case "claims":
      return Object.entries(value as object).map(([claim, wanted]) => `${claim} = ${JSON.stringify(wanted)}`);
    case "flag":
      return [value === true ? "yes" : "no"];
    default:
      return value === null ? [] : [String(value)];
  }
}

/**
 * Returns whether `RuleFacts` shows a field of an auth rule.
 *
 * @param showsDetails whether to include fields that usually have the default value
 */
export function isFieldShown(
  { printed, storedName, initial }: RuleFieldInfo,
  rule: RulePreview,
  showsDetails: boolean,
): boolean {
  if (printed === "unusual") return rule[storedName] !== initial;
  return printed === "always" || (printed === "details" && showsDetails);
}
