import { describe, expect, it } from "vitest";
import {
  bodyFor,
  initialValues,
  presetBodyOf,
  splitValues,
  withEndpoint,
} from "../../../dashboard/rules/add/preset-values.ts";
import type { PresetInfo, RulePreview } from "../../../src/admin/admin-api.ts";
import { listPresets } from "../../../src/admin/rules/preset-list.ts";
import { listRuleFields } from "../../../src/admin/rules/rule-field-list.ts";
import { authRuleFor } from "../../../src/rules/presets/auth-rule-for.ts";

const presets = listPresets();
const fields = listRuleFields();
const preset = (provider: string) => presets.find((each) => each.provider === provider) as PresetInfo;
const clerk = preset("clerk");

describe("the form of a provider's preset", () => {
  it.each(presets)("$provider's preset form labels each input, and the form's example values create a rule", (info) => {
    for (const { name, label } of info.fields) expect(label, name).toMatch(/^[A-Z]/);
    const excluding = ["authorizedParties", "url", "customDomain", "clientId", "subdomain"];
    const asked = info.fields.filter(({ name, required }) => required || !excluding.includes(name));
    const body = bodyFor(info, {
      ...Object.fromEntries(asked.map(({ name, example }) => [name, example])),
      ...(info.mayOmitAudience && !info.fields.some(({ name }) => name === "audience") && { anyAudience: "true" }),
    });
    if (body.kind !== "preset") throw new Error("Another body");
    expect(authRuleFor(body.provider as "clerk", body.input as never)).toMatchObject({ provider: info.provider });
  });

  it("the preset form requests no preview if a required input is empty or only the name is filled in", () => {
    expect(presetBodyOf(clerk, { audience: "assistant-ui" })).toBeNull();
    expect(presetBodyOf(clerk, { domain: "  " })).toBeNull();
    expect(presetBodyOf(preset("supabase"), { name: "Mine" })).toBeNull();
    expect(presetBodyOf(clerk, { domain: "clerk.example.com" })).not.toBeNull();
  });

  it("the preset form splits a list at commas and line breaks, but not at spaces", () => {
    expect(splitValues("a, b\nc")).toEqual(["a", "b", "c"]);
    const body = bodyFor(clerk, { domain: " clerk example ", audience: "a, b", name: " Mine " });
    expect(body).toEqual({
      kind: "preset",
      provider: "clerk",
      input: { domain: "clerk example", audience: ["a", "b"], name: "Mine" },
    });
  });

  it("Clerk's preset form sends the organization claim `org_id` as `true`, and any other claim by its name", () => {
    const input = (organization: string) => bodyFor(clerk, { domain: "clerk.example.com", organization });
    expect(input("org_id")).toMatchObject({ input: { organization: true } });
    expect(input("team?")).toMatchObject({ input: { organization: "team?" } });
  });

  it("the preset form of Clerk fills in the audience that the instructions for Clerk use", () => {
    expect(initialValues(clerk)).toEqual({ audience: "assistant-ui" });
    expect(initialValues(preset("auth0"))).toEqual({});
  });

  it("S71 the preset form sends `anyAudience` only if the checkbox for any audience is checked", () => {
    const input = (values: object) => bodyFor(clerk, { domain: "clerk.example.com", ...values });
    expect(input({})).toMatchObject({ input: { domain: "clerk.example.com" } });
    expect(input({})).not.toHaveProperty("input.anyAudience");
    expect(input({ anyAudience: "true" })).toMatchObject({ input: { anyAudience: true } });
    expect(input({ audience: "mine", anyAudience: "true" })).not.toHaveProperty("input.audience");
    const having = presets.filter(({ mayOmitAudience }) => mayOmitAudience);
    expect(having.map(({ provider }) => provider)).toEqual(["clerk", "workos", "descope"]);
  });

  it("a JWKS URL that the admin enters replaces the JWKS URL that is derived from the issuer", () => {
    const {
      issuer,
      jwksUrl,
      audience: _,
      ...rest
    } = authRuleFor("clerk", { domain: "clerk.example.com", anyAudience: true });
    const made = { ...rest, issuers: [issuer], audiences: [], jwksUrl, audienceClaim: "aud", enabled: true };
    const preview = made as unknown as RulePreview;
    expect(withEndpoint(fields, clerk, {}, preview)).toBeNull();
    expect(withEndpoint(fields, clerk, { jwksUrl }, preview)).toBeNull();
    expect(withEndpoint(fields, clerk, { jwksUrl: " https://keys.example.com/jwks " }, preview)).toMatchObject({
      kind: "custom",
      rule: {
        provider: "clerk",
        issuer: ["https://clerk.example.com"],
        jwksUrl: "https://keys.example.com/jwks",
        requiredClaims: { "sts?": "active" },
        anyAudience: true,
      },
    });
    expect(withEndpoint(fields, preset("auth0"), { jwksUrl: "https://keys.example.com/jwks" }, preview)).toBeNull();
  });
});
