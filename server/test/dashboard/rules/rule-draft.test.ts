import { describe, expect, it } from "vitest";
import { PROVIDER_ALGORITHMS } from "../../../../src/verify/jwt/parse-jwt.ts";
import { readClaims, writeClaims } from "../../../dashboard/rules/edit/required-claims.ts";
import { draftOf, draftProblem, emptyDraft, ruleInputOf, ruleOf } from "../../../dashboard/rules/edit/rule-draft.ts";
import type { RuleJson } from "../../../src/admin/admin-api.ts";
import { listRuleFields } from "../../../src/admin/rules/rule-field-list.ts";

const fields = listRuleFields();

const stored: RuleJson = {
  id: "rule_0example",
  name: "Lantern",
  provider: "oidc",
  issuers: ["https://id.example.com", "https://id.example.com/"],
  jwksUrl: "https://id.example.com/jwks",
  audiences: ["app-1", "app-2"],
  audienceClaim: "client_id",
  anyAudience: false,
  algorithms: ["ES256"],
  userClaim: "oid",
  // biome-ignore lint/suspicious/noTemplateCurlyInString: the template language of workspaces
  workspace: "${org_id?}:${oid}",
  requiredClaims: { token_use: "id", "level?": 2, verified: true },
  enabled: false,
  revision: 4,
  createdAt: "2026-11-20T09:30:00.000Z",
  updatedAt: null,
};

describe("the form values of a rule before saving", () => {
  it("converts a rule to a draft and back without changes", () => {
    const { id, revision, createdAt, updatedAt, issuers, audiences, ...rest } = stored;
    expect(ruleInputOf(fields, stored)).toEqual({ ...rest, issuer: issuers, audience: audiences });
  });

  it("the rule form omits optional fields that are empty, so the authority uses the defaults", () => {
    const rule = ruleOf(fields, {
      ...emptyDraft(fields),
      audienceClaim: " ",
      userClaim: "",
      workspace: "",
      issuer: "\n a \n\n",
    });
    expect(rule).toEqual({
      name: "",
      issuer: ["a"],
      jwksUrl: "",
      algorithms: ["RS256", "ES256"],
      requiredClaims: {},
      anyAudience: false,
      enabled: true,
    });
  });

  it("the rule form keeps an entered audience while the rule accepts any audience", () => {
    const draft = { ...draftOf(fields, stored), anyAudience: true };
    expect(ruleOf(fields, draft)).not.toHaveProperty("audience");
    expect(draft.audience).toBe("app-1\napp-2");
  });

  it("the rule form offers exactly the algorithms that the authority accepts", () => {
    const offered = fields.find(({ name }) => name === "algorithms")?.choices ?? [];
    expect([...offered].sort()).toEqual([...PROVIDER_ALGORITHMS].sort());
  });
});

describe("required claims, entered as lines of text", () => {
  it.each([
    [{ token_use: "id" }, "token_use = id"],
    [{ level: 2, verified: true }, "level = 2\nverified = true"],
    [{ level: "2", flag: "true", blank: " a " }, 'level = "2"\nflag = "true"\nblank = " a "'],
    [{ "https://example.com/plan": "a = b" }, "https://example.com/plan = a = b"],
  ])("formats the claims %j as text that parses to the same claims", (claims, text) => {
    expect(writeClaims(claims)).toBe(text);
    expect(readClaims(text)).toEqual(claims);
  });

  it("an invalid line of required claims shows an error before any request", () => {
    expect(readClaims("token_use")).toBe("Enter one claim per line, as claim = value.");
    expect(readClaims("a = 1\na = 2")).toBe("Remove the duplicate a.");
    expect(draftProblem(fields, { ...emptyDraft(fields), requiredClaims: "= x" })).toEqual({
      requiredClaims: "Enter one claim per line, as claim = value.",
    });
    expect(draftProblem(fields, { ...emptyDraft(fields), requiredClaims: "\n a = \n" })).toBeNull();
  });
});
