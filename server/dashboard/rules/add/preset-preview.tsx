import type { UseQueryResult } from "@tanstack/react-query";
import type { JwksReport, RulePreview } from "../../../src/admin/admin-api.ts";
import { Failure } from "../../ui/query-result.tsx";
import { JwksResult } from "../jwks-result.tsx";
import { RuleFacts } from "../rule-facts.tsx";

interface PresetPreviewProps {
  /** The rule that would be saved; undefined while a required input is empty, and before the first preview. */
  preview: RulePreview | undefined;
  /** The error of the preview request; null if there is no error or if a field of the form shows the error. */
  problem: Error | null;
  check: UseQueryResult<JwksReport>;
}

/** Shows the auth rule that would be saved, and whether the authority can fetch the provider's keys. */
export function PresetPreview({ preview, problem, check }: PresetPreviewProps) {
  return (
    <section className="rule-preview" aria-label="What will be saved">
      <h3>What will be saved</h3>
      {problem !== null && <Failure error={problem} />}
      {preview === undefined ? (
        <p className="rule-preview-empty">Issuer, JWKS endpoint and audience appear here as you type.</p>
      ) : (
        <>
          <RuleFacts rule={preview} showsDetails />
          {(check.isFetching || check.data !== undefined || check.error !== null) && <JwksResult check={check} />}
        </>
      )}
    </section>
  );
}
