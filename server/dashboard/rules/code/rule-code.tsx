import type { RulePreview } from "../../../src/admin/admin-api.ts";
import { CopyBlock } from "../../ui/copy-block.tsx";
import { QueryResult } from "../../ui/query-result.tsx";
import { useBaseUrl, usePresets } from "../use-rules.ts";
import { integrationCode } from "./integration-code.ts";

interface RuleCodeProps {
  rule: Pick<RulePreview, "provider" | "audienceClaim">;
}

/** Shows the code to add to an app that uses an auth rule. */
export function RuleCode({ rule }: RuleCodeProps) {
  const baseUrl = useBaseUrl();
  const presets = usePresets();
  const snippet = presets.data?.presets.find(({ provider }) => provider === rule.provider)?.snippet;
  return (
    <QueryResult query={baseUrl} what="the authority's address">
      {(url) => (
        <QueryResult query={presets} what="the providers">
          {() => (
            <>
              <CopyBlock title="Install" code="npm install assistant-cloud-auth @tanstack/react-query" />
              <CopyBlock
                title="Paste into your app, inside your provider's own component"
                code={integrationCode(snippet, rule.audienceClaim, url)}
              />
            </>
          )}
        </QueryResult>
      )}
    </QueryResult>
  );
}
