import fc from "fast-check";
import { expect, test } from "vitest";
import { JwksFailure } from "../../../src/verify/jwks/jwks-failure.ts";
import { clerkClaims, explain, failures, now, rules, sign, type Trial, tenant, tryExchange } from "./trial.ts";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

test("the explanation of a valid token contains the user and the workspace", async () => {
  const token = await sign(clerkClaims);
  expect(await explain(`\n ${token} \n`)).toMatchObject({
    verdict: "accepted",
    summary: 'The rule "Clerk" accepts the token.',
    remedy: null,
    identity: { userId: "user_1", workspaceId: "user_1" },
    rules: expect.arrayContaining([expect.objectContaining({ provider: "clerk" })]),
  });
});

test.each<[string, object, { alg?: string; kid?: string }, Trial, string[], RegExp, RegExp]>([
  [
    "an issuer without the rule's trailing slash",
    { iss: "https://tenant.eu.auth0.com", aud: "https://api.example.com", sub: "auth0|1" },
    {},
    {},
    ["issuer"],
    /differs in a trailing slash/,
    /exactly as in the token/,
  ],
  [
    "an issuer with http instead of https",
    { ...clerkClaims, iss: "http://clerk.example.com" },
    {},
    {},
    ["issuer"],
    /http:\/\/ or/,
    /exactly/,
  ],
  [
    "an issuer with capital letters",
    { ...clerkClaims, iss: "https://Clerk.example.com" },
    {},
    {},
    ["issuer"],
    /capital/,
    /exactly/,
  ],
  [
    "an issuer of another realm",
    { iss: "https://auth.example.com/realms/other", aud: "assistant-ui", sub: "u" },
    {},
    {},
    ["issuer"],
    /in its path/,
    /exactly/,
  ],
  [
    "a Clerk session token that no template made",
    { iss: clerkClaims.iss, sub: "user_1", sid: "sess_1", sts: "active", v: 2 },
    {},
    {},
    ["audience"],
    /session token, not one of a JWT template/,
    /template: "assistant-ui"/,
  ],
  [
    "a pending Clerk session",
    { ...clerkClaims, sts: "pending" },
    {},
    {},
    ["claims"],
    /`sts` does not have the required value/,
    /pending/,
  ],
  [
    "a Cognito access token",
    {
      iss: "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEf123",
      client_id: "client1",
      token_use: "access",
      sub: "u",
    },
    {},
    {},
    ["audience", "claims"],
    /Cognito's access tokens have none/,
    /ID token/,
  ],
  [
    "a Kinde token with an empty audience",
    { iss: "https://acme.kinde.com", aud: [], sub: "kp_1" },
    {},
    {},
    ["audience"],
    /`aud` is an empty list/,
    /Register an API/,
  ],
  [
    "an Auth0 token for only the userinfo endpoint",
    { iss: "https://tenant.eu.auth0.com/", aud: ["https://tenant.eu.auth0.com/userinfo"], sub: "auth0|1" },
    {},
    {},
    ["audience"],
    /userinfo/,
    /Request your API's `audience`/,
  ],
  [
    "an audience that differs in a trailing slash",
    { iss: "https://tenant.eu.auth0.com/", aud: "https://api.example.com/", sub: "auth0|1" },
    {},
    {},
    ["audience"],
    /the rule requires/,
    /differ in a trailing slash/,
  ],
  [
    "a Keycloak token with the default audience",
    { iss: "https://auth.example.com/realms/acme", aud: "account", sub: "u" },
    {},
    {},
    ["audience"],
    /"account"/,
    /audience mapper/,
  ],
  [
    "a token for Microsoft Graph",
    {
      iss: `https://login.microsoftonline.com/${tenant}/v2.0`,
      aud: "00000003-0000-0000-c000-000000000000",
      oid: "o",
      tid: tenant,
    },
    {},
    {},
    ["audience"],
    /00000003/,
    /Microsoft Graph/,
  ],
  [
    "an algorithm that the rule does not allow",
    clerkClaims,
    { alg: "ES256" },
    {},
    ["algorithm"],
    /signed with ES256; the rule accepts RS256/,
    /Add that algorithm/,
  ],
  ["an unknown key", clerkClaims, { kid: "old" }, {}, ["key"], /None of the 2 published keys/, /same tenant/],
  ["a key without an id", clerkClaims, { kid: "" }, {}, ["key"], /no key id/, /set a `kid`/],
  [
    "an empty Supabase JWKS",
    { iss: "https://abcdefghijklmnopqrst.supabase.co/auth/v1", aud: "authenticated", sub: "u" },
    { alg: "ES256" },
    { jwks: { keys: [] } },
    ["key"],
    /publishes no usable key/,
    /legacy secret/,
  ],
  [
    "X.509 certificates instead of a JWKS",
    { iss: "https://securetoken.google.com/my-app-1a2b3", aud: "my-app-1a2b3", sub: "u" },
    {},
    { jwks: { abc: PEM, def: PEM } },
    ["key"],
    /X\.509 certificates/,
    /JWKS URL/,
  ],
  ["an invalid JWKS", clerkClaims, {}, { jwks: { error: "no" } }, ["key"], /no list of keys/, /list `keys`/],
  [
    "an expired token",
    { ...clerkClaims, iat: now - 240, exp: now - 180 },
    {},
    {},
    ["times"],
    /expired 3 minutes ago, after a lifetime of 60 seconds/,
    /clock/,
  ],
  ["an issuer whose clock is fast", { ...clerkClaims, iat: now + 90 }, {}, {}, ["times"], /valid in 90 seconds/, /NTP/],
  ["a token without an expiry", { ...clerkClaims, exp: undefined }, {}, {}, ["times"], /never expires/, /`exp`/],
  [
    "a token that is valid for a week",
    { ...clerkClaims, exp: now + 604_800 },
    {},
    {},
    ["times"],
    /more than a day/,
    /an hour/,
  ],
  ["an exp that is not a number", { ...clerkClaims, exp: `${now + 60}` }, {}, {}, ["times"], /not a number/, /7519/],
  [
    "a disabled rule",
    clerkClaims,
    {},
    { rules: [{ ...rules.clerk, enabled: false }] },
    ["enabled"],
    /is disabled/,
    /\(Auth rules\) or with `assistant-cloud-server rules enable rule_clerk`/,
  ],
  [
    "a token without the user claim",
    { ...clerkClaims, sub: undefined },
    {},
    {},
    ["identity"],
    /has no sub/,
    /user claim/,
  ],
  [
    "a token without the organization claim",
    { iss: "https://test.stytch.com", aud: `project-test-${tenant}`, sub: "member-1" },
    {},
    {},
    ["identity"],
    /not a valid workspace ID/,
    /workspace/,
  ],
  [
    "an issuer without a rule",
    { iss: "https://evil.example", sub: "u" },
    {},
    { rules: [rules.clerk] },
    ["issuer", "audience"],
    /"https:\/\/evil\.example"/,
    /Add a rule/,
  ],
])("the explanation of %s agrees with the exchange", async (name, claims, header, trial, checks, message, remedy) => {
  const token = await sign(claims, header);
  const report = await explain(token, trial);
  expect(report).toMatchObject({
    verdict: "refused",
    summary: expect.stringMatching(message),
    remedy: expect.stringMatching(remedy),
    identity: null,
  });
  expect(failures(report)).toEqual(checks);
  // The exchange selects the user and workspace after the rule accepts the token, and reports an invalid JWKS as
  // unreachable.
  const byExchange = checks[0] === "identity" ? "accepted" : /X\.509|invalid JWKS/.test(name) ? "unknown" : "refused";
  expect(await tryExchange(token, trial)).toBe(byExchange);
  expect(JSON.stringify(report)).not.toContain(token.split(".")[2]);
});

test("the explanation has the verdict `unknown` while the provider's keys are unreachable", async () => {
  const token = await sign(clerkClaims);
  const trial = { jwks: new JwksFailure("server_error", "500") };
  expect(await explain(token, trial)).toMatchObject({
    verdict: "unknown",
    summary: expect.stringContaining("answered 500"),
    remedy: expect.stringContaining("JWKS URL"),
  });
  expect(await tryExchange(token, trial)).toBe("unknown");
});

test("the explanation reports a failed signature check for a token with another token's signature", async () => {
  const [header, payload] = (await sign(clerkClaims)).split(".");
  const [, , signature] = (await sign({ ...clerkClaims, sub: "user_2" })).split(".");
  const token = [header, payload, signature].join(".");
  expect(failures(await explain(token))).toEqual(["signature"]);
  expect(await tryExchange(token)).toBe("refused");
});

test("the explanation reports that the project has no rules", async () => {
  expect(await explain(await sign(clerkClaims), { rules: [] })).toMatchObject({
    verdict: "refused",
    summary: expect.stringContaining("no auth rules yet"),
  });
});

test("the explanation names the first rule that verifies a token, even if the token has no user claim", async () => {
  const first = { ...rules.clerk, id: "first", name: "first", userClaim: "uid" };
  const token = await sign(clerkClaims);
  expect(await explain(token, { rules: [first, rules.clerk] })).toMatchObject({
    verdict: "refused",
    summary: expect.stringContaining('"first"'),
  });
});

test("the explanation contains no e-mail address from the token's claims", async () => {
  const token = await sign({ iss: "bot@acme.example", aud: "ada@acme.example", sub: "carol@acme.example" });
  expect(JSON.stringify(await explain(token))).not.toMatch(/bot@|ada@|carol@/);
});

test("the explanation of random text has the verdict `refused` and a remedy", async () => {
  const part = fc.oneof(
    fc.string(),
    fc.json().map((text) => Buffer.from(text).toString("base64url")),
    fc
      .record({ alg: fc.constantFrom("RS256", "none", "HS256"), kid: fc.constantFrom("RS256", 7, null) })
      .map((header) => Buffer.from(JSON.stringify(header)).toString("base64url")),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
      const report = await explain(parts.join("."));
      expect(report.verdict).toBe("refused");
      expect(report.remedy).not.toBe(null);
    }),
    { numRuns: 300 },
  );
});
