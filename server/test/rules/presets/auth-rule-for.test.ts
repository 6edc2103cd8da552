import { authRuleFor, isAuthorityError, type ProviderInputs, type ProviderName } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { readSettings } from "../../../src/config/authority-settings.ts";
import { presets } from "../../../src/rules/presets/presets.ts";
import { readRuleInput } from "../../../src/rules/read-rule-input.ts";
import { presetRows } from "./preset-rows.ts";
import { client, tenant } from "./rows/preset-row.ts";

const settings = readSettings({
  storage: { transaction: () => {} } as never,
  issuer: "https://cloud.example.com",
  secret: "a secret of the tests, 32 characters or more",
});
const make = (provider: ProviderName, input: object) => authRuleFor(provider, input as ProviderInputs[ProviderName]);

const rows = (Object.keys(presetRows) as ProviderName[]).flatMap((provider) =>
  presetRows[provider].map(([what, input, rule]) => ({ what, provider, input, rule })),
);

test.each(rows)("the preset of $provider creates the right rule for $what", ({ provider, input, rule: expected }) => {
  const rule = readRuleInput(make(provider, input), settings);
  const userClaim = expected.userClaim ?? "sub";
  expect(rule).toEqual({
    name: presets[provider].title,
    provider,
    anyAudience: expected.audiences.length === 0,
    audienceClaim: "aud",
    requiredClaims: {},
    userClaim,
    workspace: `$\{${userClaim}}`,
    enabled: true,
    ...expected,
  });
});

test.each<[ProviderName, object]>([
  ["clerk", { domain: "clerk.example.com" }],
  ["clerk", { domain: "clerk.example.com", audience: undefined, anyAudience: false }],
  ["descope", { projectId: "P2abcdefghijklmnopqrstuvwxyz" }],
  ["workos", { clientId: "client_01HXYZ" }],
])("S71 the preset of %s requires an audience, or `anyAudience`", (provider, input) => {
  let thrown: unknown;
  try {
    make(provider, input);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toMatchObject({
    code: "invalid_rule",
    setting: { field: "audience", problem: "is missing" },
    remedy: expect.stringMatching(/`anyAudience`, --any-audience/),
  });
  expect(readRuleInput(make(provider, { ...input, anyAudience: true }), settings)).toMatchObject({
    audiences: [],
    anyAudience: true,
  });
});

test.each<[string, ProviderName, object, { issuer?: unknown; jwksUrl?: unknown; audience?: unknown }]>([
  [
    "WorkOS, with and without a trailing slash",
    "workos",
    { clientId: "client_01", anyAudience: true },
    { issuer: expect.arrayContaining(["https://api.workos.com/"]) },
  ],
  [
    "a Firebase project whose id contains a domain",
    "firebase",
    { projectId: "example.com:app" },
    { issuer: "https://securetoken.google.com/example.com:app", audience: "example.com:app" },
  ],
  [
    "Clerk behind a proxy",
    "clerk",
    { domain: "https://app.example.com/__clerk/", audience: "a" },
    {
      issuer: "https://app.example.com/__clerk",
      jwksUrl: "https://app.example.com/__clerk/.well-known/jwks.json",
    },
  ],
  [
    "a Keycloak realm with a space",
    "keycloak",
    { url: "https://id.example.com", realm: "Acme Staff", audience: "a" },
    { issuer: "https://id.example.com/realms/Acme%20Staff" },
  ],
])("S83 the preset creates a rule with the right issuer for %s", (_label, provider, input, expected) => {
  const rule = make(provider, input);
  expect(rule).toMatchObject(expected);
  readRuleInput(rule, settings);
});

test("S82 the Clerk preset's template names the organization claims of both session token versions", () => {
  const workspace = (organization: string | boolean) =>
    make("clerk", { domain: "clerk.example.com", audience: "a", organization }).workspace;
  expect(workspace(true)).toBe(`$\{org_id|o.id|o?}:$\{sub}`);
  expect(workspace("org_id?")).toBe(`$\{org_id|o.id|o?}:$\{sub}`);
  expect(workspace("org_id")).toBe(`$\{org_id|o.id|o}:$\{sub}`);
  expect(workspace("o.id?")).toBe(`$\{o.id?}:$\{sub}`);
});

test("S71 every preset treats a blank audience as missing", () => {
  for (const provider of Object.keys(presets) as ProviderName[]) {
    if (!Object.hasOwn(presets[provider].fields, "audience")) continue;
    const [[, input]] = presetRows[provider];
    const { anyAudience: _, ...rest } = input as Record<string, unknown>;
    for (const audience of ["", " ", [], [""]]) {
      expect(() => make(provider, { ...rest, audience })).toThrow(/`audience` is (empty|missing)/);
    }
  }
});

test("preset-rows.ts contains test inputs for every preset", () => {
  expect(Object.keys(presetRows)).toEqual(Object.keys(presets));
});

const publishableKey = `pk_test_${Buffer.from("happy-otter-12.clerk.accounts.dev$").toString("base64")}`;

test.each<[string, ProviderName, object, RegExp, RegExp]>([
  ["a publishable key", "clerk", { domain: publishableKey }, /publishable key/, /happy-otter-12\.clerk\.accounts\.dev/],
  ["Clerk's dashboard", "clerk", { domain: "https://dashboard.clerk.com" }, /Clerk's own site/, /Frontend API/],
  ["a URL with a path", "auth0", { domain: "https://t.auth0.com/authorize", audience: "a" }, /is a URL/, /host name/],
  [
    "a tenant name that is not a domain",
    "auth0",
    { domain: "tenant", audience: "a" },
    /not a complete domain/,
    /tenant\.eu\.auth0\.com/,
  ],
  ["no audience", "auth0", { domain: "t.auth0.com" }, /`audience` is missing/, /opaque/],
  [
    "Auth0's own API",
    "auth0",
    { domain: "t.auth0.com", audience: "https://t.auth0.com/api/v2/" },
    /Auth0 itself/,
    /own/,
  ],
  ["a URL instead of a project reference", "supabase", { projectRef: "https://x.supabase.co" }, /is a URL/, /`url`/],
  ["inputs without a project reference and URL", "supabase", {}, /missing/, /reference/],
  [
    "inputs with both a project reference and a URL",
    "supabase",
    { projectRef: "abcdefgh", url: "https://x.example" },
    /exclude each other/,
    /Keep one/,
  ],
  ["Supabase's dashboard", "supabase", { url: "https://supabase.com/dashboard/project/x" }, /own site/, /supabase\.co/],
  ["a project number", "firebase", { projectId: "123456789012" }, /number/, /project's id/],
  ["a web API key", "firebase", { projectId: "AIzaSyA" }, /API key/, /project's id/],
  [
    "a public token instead of a project id",
    "stytch",
    { projectId: "public-token-live-x" },
    /public token/,
    /project-live-/,
  ],
  [
    "inputs for both access tokens and ID tokens",
    "kinde",
    { domain: "acme.kinde.com", audience: "a", clientId: "b" },
    /exclude/,
    /one rule for each/,
  ],
  [
    "audiences of two organizations",
    "logto",
    { endpoint: "https://acme.logto.app", audience: ["urn:logto:organization:org1", "urn:logto:organization:org2"] },
    /contains an organization and another/,
    /separate rule for each organization/,
  ],
  [
    "an organization audience without an id",
    "logto",
    { endpoint: "https://acme.logto.app", audience: "urn:logto:organization:" },
    /no organization id/,
    /organization:<id>/,
  ],
  [
    "an unknown cloud",
    "entra",
    { tenantId: tenant, clientId: client, cloud: "mars" },
    /`cloud` is not known/,
    /global, us/,
  ],
  [
    "an External ID tenant in a national cloud",
    "entra",
    { tenantId: tenant, clientId: client, cloud: "us", subdomain: "contoso" },
    /exclude each other/,
    /Keep one/,
  ],
  [
    "a host instead of an External ID subdomain",
    "entra",
    { tenantId: tenant, clientId: client, subdomain: "https://contoso.ciamlogin.com" },
    /not a subdomain/,
    /before \.ciamlogin\.com/,
  ],
  ["inputs without an audience", "kinde", { domain: "acme.kinde.com" }, /missing/, /Register an API/],
  ["an environment id", "workos", { clientId: "environment_01" }, /not a client id/, /client_/],
  [
    "a URL that contains the realm",
    "keycloak",
    { url: "https://k.example/realms/a", realm: "a", audience: "b" },
    /realm/,
    /before/,
  ],
  [
    "Keycloak's default audience",
    "keycloak",
    { url: "https://k.example", realm: "a", audience: "account" },
    /every/,
    /mapper/,
  ],
  [
    "an ARN instead of a user pool id",
    "cognito",
    { userPoolId: "arn:aws:cognito-idp:x", clientId: "c" },
    /ARN/,
    /eu-west-1_/,
  ],
  [
    "the tenant `common`",
    "entra",
    { tenantId: "common", clientId: client },
    /not one directory/,
    /one rule with its id for each/,
  ],
  [
    "a domain instead of a tenant id",
    "entra",
    { tenantId: "acme.onmicrosoft.com", clientId: client },
    /not a GUID/,
    /overview/,
  ],
  ["a client secret", "google", { clientId: "GOCSPX-x" }, /client secret/, /googleusercontent/],
  [
    "a URL with a password",
    "better-auth",
    { url: "https://:pw@app.example.com" },
    /`url` is not an https/,
    /Enter a value such as/,
  ],
  ["a secret key", "better-auth", { url: "sk_live_1" }, /secret key/, /No secret/],
  [
    "a host instead of a URL",
    "logto",
    { endpoint: "acme.logto.app", audience: "a" },
    /not an https:\/\/ URL/,
    /https:\/\/acme/,
  ],
  ["a field of another provider", "firebase", { domain: "x" }, /unknown field/, /projectId/],
  [
    "an organization claim without a name",
    "stytch",
    { projectId: `project-live-${tenant}`, organization: true },
    /no usual claim/,
    /Set `organization` to the name of the claim/,
  ],
  ["an invalid claim path", "clerk", { domain: "c.example.com", organization: "a b" }, /spaces/, /org_id/],
  ["a string instead of an object", "clerk", "clerk.example.com" as never, /values are missing/, /object/],
  ["an unknown provider", "okta" as ProviderName, {}, /No preset/, /oidc/],
  ["a provider name that every object inherits", "constructor" as ProviderName, {}, /No preset/, /oidc/],
])("rejects %s for the provider %s and names a remedy", (_, provider, input, message, remedy) => {
  let error: unknown;
  try {
    make(provider, input);
  } catch (caught) {
    error = caught;
  }
  expect(isAuthorityError(error)).toBe(true);
  expect(error).toMatchObject({
    code: "invalid_rule",
    message: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
  });
});

test("rejects a JWKS URL that points to X.509 certificates or to a discovery document", () => {
  const input = { issuer: "https://id.example.com", audience: "a" };
  for (const [jwksUrl, message] of [
    ["https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com", /X\.509/],
    ["https://id.example.com/.well-known/openid-configuration", /discovery document/],
  ] as const) {
    const rule = make("oidc", { ...input, jwksUrl });
    expect(() => readRuleInput(rule, settings)).toThrow(message);
  }
});
