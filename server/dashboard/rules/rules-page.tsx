import "./rules.css";
import { Plus } from "lucide-react";
import { useState } from "react";
import type { RuleList as RuleListResponse } from "../../src/admin/admin-api.ts";
import { uniqueRows } from "../api/unique-rows.ts";
import { Button } from "../ui/button.tsx";
import { InlineCode } from "../ui/inline-code.tsx";
import { PageSection } from "../ui/page-section.tsx";
import { PagedQueryResult } from "../ui/paged-query-result.tsx";
import { Empty, QueryResult } from "../ui/query-result.tsx";
import { Warning } from "../ui/warning.tsx";
import { AddRule } from "./add/add-rule.tsx";
import { RuleList } from "./rule-list.tsx";
import { RuleFieldsContext } from "./use-rule-fields.ts";
import { usePresets, useRules } from "./use-rules.ts";

/** Lists the auth rules: the providers that this authority trusts. */
export function RulesPage() {
  const rules = useRules();
  const presets = usePresets();
  const [isAdding, setIsAdding] = useState(false);
  return (
    <RuleFieldsContext value={presets.data?.fields ?? []}>
      <PageSection
        title="Auth rules"
        summary="Each rule trusts one auth provider. Users who sign in there can get a workspace token here."
        actions={
          <Button kind="primary" onClick={() => setIsAdding(true)}>
            <Plus size={16} aria-hidden />
            Add auth integration
          </Button>
        }
      >
        <PagedQueryResult query={rules} what="auth rules" moreLabel="Load more rules">
          {(pages) =>
            pages.every(({ rules }) => rules.length === 0) ? (
              <Empty title="No auth rules yet">
                <p>
                  Add the provider that signs users in to your app, such as Clerk or Auth0. You only enter the values
                  that its dashboard shows. If your backend mints the tokens, create an API key instead.
                </p>
                <a className="button" href="#/keys">
                  API keys
                </a>
              </Empty>
            ) : (
              <QueryResult query={presets} what="the providers">
                {(known) => (
                  <>
                    {warningsOf(pages).map(({ ruleIds, message, remedy }) => (
                      <Warning key={ruleIds.join()}>
                        <InlineCode text={`${message} ${remedy}`} />
                      </Warning>
                    ))}
                    <RuleList rules={pages.flatMap((page) => page.rules)} presets={known.presets} />
                  </>
                )}
              </QueryResult>
            )
          }
        </PagedQueryResult>
        {isAdding && <AddRule onClose={() => setIsAdding(false)} />}
      </PageSection>
    </RuleFieldsContext>
  );
}

/**
 * Returns the warnings of all loaded pages, without duplicates. A warning about two rules occurs on two pages if each
 * of these pages contains one of the rules.
 */
function warningsOf(pages: readonly RuleListResponse[]): RuleListResponse["warnings"] {
  const warnings = pages.flatMap((page) => page.warnings);
  return uniqueRows(warnings, ({ ruleIds }) => ruleIds.join());
}
