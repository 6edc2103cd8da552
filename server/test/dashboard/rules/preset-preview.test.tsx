import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { PresetPreview } from "../../../dashboard/rules/add/preset-preview.tsx";
import type { JwksReport, RulePreview } from "../../../src/admin/admin-api.ts";
import { authRuleFor } from "../../../src/rules/presets/auth-rule-for.ts";

afterEach(cleanup);

const WARNING = /also accepts tokens that the provider made for your other apps/;

function Preview({ anyAudience }: { anyAudience: boolean }) {
  const check = useQuery<JwksReport>({ queryKey: ["check"], queryFn: () => new Promise(() => {}), enabled: false });
  const { issuer, audience: _, ...rest } = authRuleFor("clerk", { domain: "clerk.example.com", audience: "app" });
  const rule = { ...rest, issuers: [issuer], audiences: anyAudience ? [] : ["app"], audienceClaim: "aud" };
  const preview = { ...rule, enabled: true, anyAudience } as unknown as RulePreview;
  return <PresetPreview preview={preview} problem={null} check={check} />;
}

test.each([
  [true, 1],
  [false, 0],
])("S24 a rule with any audience (%s) is warned of before it is saved", (anyAudience, warnings) => {
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Preview anyAudience={anyAudience} />
    </QueryClientProvider>,
  );
  expect(screen.queryAllByText(WARNING)).toHaveLength(warnings);
});
