import { createAuthority } from "assistant-cloud-server";
import { expect, test } from "vitest";
import { call, claimsOf, exchange, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";
import { startIssuer } from "../support/start-issuer.ts";

const t = setUpExchange();
const NO_RULE = "No auth rule matches the JWT iss and aud claims";

test("saves all fields of a rule and lists the rule unchanged", async () => {
  const input = t.rule({
    name: "  Acme  ",
    provider: "cognito",
    issuer: [t.provider.issuer, "acme"],
    audienceClaim: "client_id",
    requiredClaims: { token_use: "access", "level?": 2, verified: true },
    userClaim: "/https:~1~1acme.example~1user/id",
    algorithms: ["RS256"],
    enabled: false,
  });
  const rule = await t.authority.rules.add(input);
  expect(rule).toEqual({
    id: expect.stringMatching(/^rule_0\w{24}$/),
    name: "Acme",
    provider: "cognito",
    issuers: [t.provider.issuer, "acme"],
    jwksUrl: t.provider.jwksUrl,
    audiences: ["app-1"],
    audienceClaim: "client_id",
    anyAudience: false,
    algorithms: ["RS256"],
    userClaim: "/https:~1~1acme.example~1user/id",
    workspace: "$" + "{/https:~1~1acme.example~1user/id}",
    requiredClaims: { token_use: "access", "level?": 2, verified: true },
    enabled: false,
    revision: 1,
    createdAt: new Date(t.time),
    updatedAt: null,
  });
  expect(await t.authority.rules.list()).toEqual([rule]);
});

test("applies a rule change immediately and rejects a second change to the same revision of the rule", async () => {
  const rule = await t.authority.rules.add(t.rule());
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  t.time += 1000;
  const input = t.rule({ name: "changed", audience: "app-2" });
  const changed = await t.authority.rules.update(rule.id, rule.revision, input);
  expect(changed).toEqual({
    ...rule,
    name: "changed",
    audiences: ["app-2"],
    revision: 2,
    updatedAt: new Date(t.time),
  });
  await t.refused(await t.provider.sign(), 403, NO_RULE);
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: "app-2" })));
  await expect(t.authority.rules.update(rule.id, rule.revision, t.rule())).rejects.toMatchObject({
    code: "conflict",
    remedy: expect.stringContaining("Read it again"),
  });
  expect(await t.authority.rules.list()).toEqual([changed]);
});

test("accepts only one of several concurrent changes to the same revision of a rule", async () => {
  const rule = await t.authority.rules.add(t.rule());
  const names = ["a", "b", "c", "d"];
  const results = await Promise.allSettled(
    names.map((name) => t.authority.rules.update(rule.id, rule.revision, t.rule({ name }))),
  );
  expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected", "rejected", "rejected"]);
  expect(await t.authority.rules.list()).toMatchObject([{ revision: 2 }]);
});

test("rejects an invalid rule update, and any update of an unknown rule or of another project's rule", async () => {
  const rule = await t.authority.rules.add(t.rule());
  const other = await createAuthority({
    storage: t.storage,
    issuer: "https://b.example",
    projectId: `${t.projectId}-b`,
    allowInsecureJwks: true,
    now: t.now,
  });
  await expect(t.authority.rules.update(rule.id, 1, t.rule({ algorithms: ["HS256"] }))).rejects.toMatchObject({
    code: "invalid_rule",
  });
  await expect(t.authority.rules.update("rule_0nope", 1, t.rule())).rejects.toMatchObject({ code: "not_found" });
  for (const change of [
    () => other.rules.update(rule.id, 1, t.rule({ name: "stolen" })),
    () => other.rules.setEnabled(rule.id, false),
    () => other.rules.remove(rule.id),
  ]) {
    await expect(change()).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await t.authority.rules.list()).toEqual([rule]);
});

test("a disabled rule matches no token until it is enabled again", async () => {
  const rule = await t.authority.rules.add(t.rule());
  expect(await t.authority.rules.setEnabled(rule.id, false)).toMatchObject({ enabled: false, revision: 2 });
  await t.refused(await t.provider.sign(), 403, NO_RULE);
  // Disabling a disabled rule changes nothing.
  expect(await t.authority.rules.setEnabled(rule.id, false)).toMatchObject({ enabled: false, revision: 2 });
  await t.authority.rules.setEnabled(rule.id, true);
  tokenOf(await exchange(t.authority, await t.provider.sign()));
});

test("S30 drops a rule's cached keys when its JWKS URL changes", async () => {
  const other = await startIssuer({ now: t.now });
  const rule = await t.authority.rules.add(t.rule());
  const token = await t.provider.sign();
  tokenOf(await exchange(t.authority, token));
  await t.authority.rules.update(rule.id, 1, t.rule({ jwksUrl: other.jwksUrl }));
  await t.refused(token, 403, "JWT token is not valid");
  tokenOf(await exchange(t.authority, await other.sign({ iss: t.provider.issuer })));
  // Any other change keeps the cached keys.
  const fetches = other.fetches();
  await t.authority.rules.update(rule.id, 2, t.rule({ jwksUrl: other.jwksUrl, name: "renamed" }));
  tokenOf(await exchange(t.authority, await other.sign({ iss: t.provider.issuer })));
  expect(other.fetches()).toBe(fetches);
  await other.close();
});

test("a rule can read the audience from a claim other than `aud`, as for Cognito's access tokens", async () => {
  await t.authority.rules.add(t.rule({ audienceClaim: "client_id" }));
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: undefined, client_id: "app-1" })));
  await t.refused(await t.provider.sign({ client_id: "app-2" }), 403, NO_RULE);
  await t.refused(await t.provider.sign(), 403, NO_RULE);
  for (const client_id of [
    ["app-2", "app-1"],
    [7, "app-1"],
  ]) {
    tokenOf(await exchange(t.authority, await t.provider.sign({ client_id })));
  }
  for (const client_id of [[], {}, null, { 0: "app-1" }, [["app-1"]]]) {
    await t.refused(await t.provider.sign({ client_id }), 403, NO_RULE);
  }
});

test("S27 a required claim must have exactly the required value and type", async () => {
  await t.authority.rules.add(t.rule({ requiredClaims: { token_use: "id", "sts?": "active", email_verified: true } }));
  const good = { token_use: "id", email_verified: true };
  tokenOf(await exchange(t.authority, await t.provider.sign(good)));
  tokenOf(await exchange(t.authority, await t.provider.sign({ ...good, sts: "active" })));
  for (const [claims, name] of [
    [{ ...good, token_use: "access" }, "token_use"],
    [{ email_verified: true }, "token_use"],
    [{ ...good, token_use: ["id"] }, "token_use"],
    [{ ...good, sts: "pending" }, "sts"],
    [{ ...good, sts: null }, "sts"],
    [{ ...good, email_verified: "true" }, "email_verified"],
  ] as const) {
    const reply = await exchange(t.authority, await t.provider.sign(claims));
    expect(reply).toMatchObject({
      status: 403,
      body: { code: "token_claim_refused", error: `JWT ${name} does not have the value that the auth rule requires` },
    });
  }
});

test("of two rules with the same issuer and audience, applies the rule whose required claims match", async () => {
  await t.authority.rules.add(t.rule({ requiredClaims: { kind: "a" }, workspace: `a:$\{sub}` }));
  await t.authority.rules.add(t.rule({ requiredClaims: { kind: "b" }, workspace: `b:$\{sub}` }));
  expect(claimsOf(await exchange(t.authority, await t.provider.sign({ kind: "b" })))).toMatchObject({
    workspace_id: "b:user-1",
  });
});

test("S29 an inherited property does not satisfy a required claim", async () => {
  await t.authority.rules.add(t.rule({ requiredClaims: { "constructor.name": "Object" } }));
  const reply = await call(t.authority, "/v1/auth/tokens/exchange", {
    method: "POST",
    bearer: await t.provider.sign(),
  });
  expect(reply).toMatchObject({ status: 403, body: { code: "token_claim_refused" } });
});

test.each([
  ["an unknown field", { nameClaim: "name" }, /unrecognized/i],
  ["a capitalized preset name", { provider: "Clerk" }, /`provider`/],
  ["a space in a required claim", { requiredClaims: { "a b": 1 } }, /`requiredClaims/],
  [
    "the required claim `__proto__`",
    { requiredClaims: JSON.parse('{"__proto__":"x"}') },
    /`requiredClaims` must not contain `__proto__`/,
  ],
  ["a required claim without a name", { requiredClaims: { "?": 1 } }, /`requiredClaims/],
  ["a required value that is not a scalar", { requiredClaims: { a: {} } }, /`requiredClaims/],
  [
    "too many required claims",
    { requiredClaims: Object.fromEntries(Array.from({ length: 17 }, (_, index) => [`c${index}`, 1])) },
    /16 at most/,
  ],
  ["a name of only spaces", { name: "   " }, /`name` must not be empty/],
  ["an audience claim that is not a path", { audienceClaim: "/a~" }, /`audienceClaim`/],
  [
    "a template with two optional claims",
    { workspace: "$" + "{a?}:$" + "{b?}-$" + "{sub}" },
    /at most one optional claim/,
  ],
])("rejects a rule with %s", async (_, more, message) => {
  await expect(t.authority.rules.add({ ...t.rule(), ...(more as object) })).rejects.toMatchObject({
    code: "invalid_rule",
    message: expect.stringMatching(message),
  });
});

test("if no rule accepts a token, the error says whether the issuer or the audience is the cause", async () => {
  await t.authority.rules.add(t.rule());
  const refusal = async (claims: object) => {
    const { status, body } = await exchange(t.authority, await t.provider.sign({ ...claims }));
    expect({ status, error: body["error"], code: body["code"] }).toEqual({
      status: 403,
      error: NO_RULE,
      code: "no_auth_rule",
    });
    return body["message"];
  };
  expect(await refusal({ iss: t.provider.issuer.replace(/\/$/, "") })).toMatch(/has this `iss`.*last slash/);
  expect(await refusal({ aud: undefined })).toMatch(/has no audience \(`aud`\)/);
  expect(await refusal({ aud: "app-2" })).toMatch(/audience \(`aud`\) is not one of the rule's/);
});

test("S34 if the JWKS URL returns certificates, reports this to the operator, but not in the response", async () => {
  const faultsSeen: unknown[] = [];
  const authority = await createAuthority({
    storage: t.storage,
    issuer: "https://auth.example.com",
    projectId: `${t.projectId}-x509`,
    allowInsecureJwks: true,
    now: t.now,
    onFault: (error) => faultsSeen.push(error),
  });
  await authority.rules.add(t.rule());
  t.provider.answer = (_, response) => {
    response.end(JSON.stringify({ abc: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n" }));
  };
  try {
    const reply = await exchange(authority, await t.provider.sign());
    expect(reply).toMatchObject({ status: 503, body: { code: "jwks_unavailable" } });
    expect(JSON.stringify(reply.body)).not.toContain("X.509");
    expect(faultsSeen).toMatchObject([{ cause: { message: expect.stringContaining("X.509 certificates") } }]);
  } finally {
    t.provider.answer = null;
  }
});
