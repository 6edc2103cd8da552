import type { JwksReport, PresetList, RuleJson, RulePreview, StatusResponse } from "../src/admin/admin-api.ts";
import { listPresets } from "../src/admin/rules/preset-list.ts";
import fields from "./rule-fields.json" with { type: "json" };

/** Returns a stored rule. The properties in `part` replace those of the default Clerk rule. */
export function ruleOf(part: Partial<RuleJson> = {}): RuleJson {
  return {
    id: "rule_0example1",
    name: "Clerk",
    provider: "clerk",
    issuers: ["https://clerk.example.com"],
    jwksUrl: "https://clerk.example.com/.well-known/jwks.json",
    audiences: ["assistant-ui"],
    audienceClaim: "aud",
    anyAudience: false,
    algorithms: ["RS256"],
    userClaim: "sub",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
    workspace: "${org_id?}:${sub}",
    requiredClaims: { "sts?": "active" },
    enabled: true,
    revision: 1,
    createdAt: "2026-11-20T09:30:00.000Z",
    updatedAt: null,
    ...part,
  };
}

export const rules: RuleJson[] = [
  ruleOf(),
  ruleOf({
    id: "rule_0example2",
    name: "Customers (Stytch)",
    provider: "stytch",
    issuers: ["stytch.com/project-live-11111111-2222-4333-8444-555555555555", "https://api.stytch.com"],
    jwksUrl: "https://api.stytch.com/v1/sessions/jwks/project-live-11111111-2222-4333-8444-555555555555",
    audiences: ["project-live-11111111-2222-4333-8444-555555555555"],
    requiredClaims: {},
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
    workspace: "${sub}",
    updatedAt: "2026-11-22T16:05:00.000Z",
    revision: 3,
  }),
  ruleOf({
    id: "rule_0example3",
    name: "Old portal",
    provider: null,
    audiences: [],
    anyAudience: true,
    enabled: false,
  }),
];

export const presets: PresetList = { presets: listPresets(), fields: fields as PresetList["fields"] };

const { id: _, revision: __, createdAt: ___, updatedAt: ____, ...content } = ruleOf();
export const preview: RulePreview = content;

export const reachable: JwksReport = {
  jwksUrl: content.jwksUrl,
  ok: true,
  tookMs: 84,
  keys: [{ kid: "ins_2example", algorithms: ["RS256"] }],
  unusableKeys: 0,
  problem: null,
};

export const unreachable: JwksReport = {
  ...reachable,
  ok: false,
  keys: [],
  problem: { message: "DNS does not know the host.", remedy: "Check the domain for typing errors." },
};

export const status: Partial<StatusResponse> = { issuer: "https://auth.example", projectId: "proj_0example" };
