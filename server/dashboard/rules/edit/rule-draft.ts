import type { RuleAnswer, RuleBody, RulePreview } from "../../../src/admin/admin-api.ts";
import { readClaims, writeClaims } from "./required-claims.ts";

/** A rule as it is typed: lists as lines of a text. */
export interface RuleDraft {
  readonly name: string;
  readonly provider: string;
  readonly issuer: string;
  readonly jwksUrl: string;
  readonly audience: string;
  readonly audienceClaim: string;
  readonly anyAudience: boolean;
  readonly algorithms: readonly string[];
  readonly userClaim: string;
  readonly workspace: string;
  readonly requiredClaims: string;
  readonly enabled: boolean;
}

/** A rule as it is sent. */
export type RuleInput = Extract<RuleBody, { kind: "custom" }>["rule"];

/** What a provider may sign with, in the order in which it is offered. */
export const ALGORITHMS = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;

/** A rule of which nothing but the defaults is filled in. */
export const emptyDraft: RuleDraft = {
  name: "",
  provider: "",
  issuer: "",
  jwksUrl: "",
  audience: "",
  audienceClaim: "aud",
  anyAudience: false,
  algorithms: ["RS256", "ES256"],
  userClaim: "sub",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
  workspace: "${sub}",
  requiredClaims: "",
  enabled: true,
};

/** A stored rule, to be changed. */
export function draftOf(rule: RuleAnswer | RulePreview): RuleDraft {
  const { name, provider, issuers, jwksUrl, audiences, audienceClaim, anyAudience } = rule;
  const { algorithms, userClaim, workspace, requiredClaims, enabled } = rule;
  return {
    ...{ name, provider: provider ?? "", issuer: issuers.join("\n"), jwksUrl, audience: audiences.join("\n") },
    ...{ audienceClaim, anyAudience, algorithms, userClaim, workspace, enabled },
    requiredClaims: writeClaims(requiredClaims),
  };
}

/** What to send for a draft. Claims that cannot be read are left out: {@link draftProblem} tells of them first. */
export function ruleOf(draft: RuleDraft): RuleInput {
  const { name, provider, issuer, jwksUrl, audience, algorithms, anyAudience, enabled } = draft;
  // What was typed stays in the form, though it does not count.
  const audiences = anyAudience ? [] : linesOf(audience);
  const claims = readClaims(draft.requiredClaims);
  const optional = { audienceClaim: draft.audienceClaim, userClaim: draft.userClaim, workspace: draft.workspace };
  return {
    ...Object.fromEntries(Object.entries(optional).filter(([, text]) => text.trim() !== "")),
    ...(provider === "" ? {} : { provider }),
    ...(audiences.length === 0 ? {} : { audience: audiences }),
    ...(typeof claims === "string" ? {} : { requiredClaims: claims }),
    name,
    issuer: linesOf(issuer),
    jwksUrl: jwksUrl.trim(),
    algorithms: [...algorithms],
    anyAudience,
    enabled,
  };
}

/** What makes a previewed rule again. */
export const ruleInputOf = (preview: RulePreview): RuleInput => ruleOf(draftOf(preview));

/** What is wrong with a draft that the authority cannot be asked about, by the field; null when nothing is. */
export function draftProblem({ requiredClaims }: RuleDraft): { requiredClaims: string } | null {
  const claims = readClaims(requiredClaims);
  return typeof claims === "string" ? { requiredClaims: claims } : null;
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
