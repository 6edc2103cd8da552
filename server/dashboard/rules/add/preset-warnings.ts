import type { UseQueryResult } from "@tanstack/react-query";
import type { JwksReport, RulePreview } from "../../../src/admin/admin-api.ts";

interface PresetState {
  /** The auth rule that would be saved; undefined while a required input is empty, and before the first preview. */
  preview: Pick<RulePreview, "anyAudience"> | undefined;
  check: Pick<UseQueryResult<JwksReport>, "isFetching" | "data">;
}

/**
 * Returns the warnings to show next to the Save button of a new auth rule. If the authority cannot fetch the provider's
 * keys, the warning contains only the reason, because the preview shows the full report.
 */
export function presetWarnings({ preview, check }: PresetState): readonly string[] {
  const warnings: string[] = [];
  if (preview?.anyAudience === true) {
    warnings.push("Without an audience, this rule also accepts tokens issued for your other apps.");
  }
  const problem = check.isFetching ? null : check.data?.problem;
  if (problem) warnings.push(`No token can be accepted yet: ${problem.message}`);
  return warnings;
}
