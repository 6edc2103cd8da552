import { Answer } from "../../ui/answer.tsx";
import { CopyBlock } from "../../ui/copy-block.tsx";
import { useBaseUrl } from "../use-rules.ts";
import { type CodeSubject, integrationCode } from "./integration-code.ts";

/** The code to paste in the app whose tokens a rule accepts. */
export function RuleCode({ rule }: { rule: CodeSubject }) {
  const baseUrl = useBaseUrl();
  return (
    <Answer query={baseUrl} what="the authority's address">
      {(url) => (
        <>
          <CopyBlock title="Install" code="npm install assistant-cloud-auth @tanstack/react-query" />
          <CopyBlock title="Paste in your app, below your provider's own component" code={integrationCode(rule, url)} />
        </>
      )}
    </Answer>
  );
}
