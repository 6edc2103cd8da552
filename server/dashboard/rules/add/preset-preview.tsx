import type { UseQueryResult } from "@tanstack/react-query";
import type { JwksReport, RulePreview } from "../../../src/admin/admin-api.ts";
import { Failure } from "../../ui/answer.tsx";
import { JwksResult } from "../jwks-result.tsx";
import { RuleFacts } from "../rule-facts.tsx";

interface PresetPreviewProps {
  /** Undefined before enough was typed. */
  preview: RulePreview | undefined;
  /** Why there is none, where that is the fault of no input that is shown. */
  problem: Error | null;
  check: UseQueryResult<JwksReport>;
}

/** What the inputs make of a rule, and whether the provider's keys can be had. */
export function PresetPreview({ preview, problem, check }: PresetPreviewProps) {
  return (
    <section className="rule-preview" aria-label="What will be saved">
      <h3>What will be saved</h3>
      {problem !== null && <Failure error={problem} />}
      {preview === undefined ? (
        <p className="rule-preview-empty">Issuer, JWKS endpoint and audience appear here as you type.</p>
      ) : (
        <>
          <RuleFacts rule={preview} isWhole />
          {(check.isFetching || check.data !== undefined || check.error !== null) && <JwksResult check={check} />}
        </>
      )}
    </section>
  );
}
