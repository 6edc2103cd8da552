import { explainToken } from "../../src/authority/rules/explain/explain-token.ts";
import { authRuleFor } from "../../src/authority/rules/presets/auth-rule-for.ts";
import type { ProviderName } from "../../src/authority/rules/presets/provider-inputs.ts";
import { vendorOf } from "./support/vendor-of.ts";
import { vendors } from "./support/vendors.ts";

/** What the authority's "test a token" says of a token under the preset's rule: what is wrong, and the remedy. */
export async function explanationOf<P extends ProviderName>(provider: P, token: string): Promise<string> {
  const input = authRuleFor(provider, vendors[provider].input);
  const rule = {
    id: "rule_1",
    revision: 1,
    createdAt: new Date(0),
    updatedAt: null,
    name: input.name,
    provider,
    issuers: [input.issuer].flat(),
    jwksUrl: vendorOf(provider).jwksUrl,
    audiences: [input.audience ?? []].flat(),
    audienceClaim: input.audienceClaim ?? "aud",
    anyAudience: input.anyAudience ?? false,
    algorithms: input.algorithms ?? ["RS256", "ES256"],
    userClaim: input.userClaim ?? "sub",
    workspace: input.workspace ?? "",
    requiredClaims: input.requiredClaims ?? {},
    enabled: true,
  };
  const report = await explainToken(token, [rule], {
    loadJwks: async ({ jwksUrl }) => (await fetch(jwksUrl)).json(),
    nowMs: Date.now(),
  });
  return `${report.summary} ${report.remedy}`;
}
