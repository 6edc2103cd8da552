import { type AuthRuleInput, createAuthority } from "assistant-cloud-auth/authority";
import { expect, test } from "vitest";
import { call, claimsOf, exchange, tokenOf } from "./support/call.ts";
import { setUpExchange } from "./support/set-up-exchange.ts";
import { startIssuer } from "./support/start-issuer.ts";

const t = setUpExchange();

test("S24 a rule without an audience needs the explicit switch", async () => {
  const { audience: _, ...open } = t.rule();
  await expect(t.authority.rules.add(open)).rejects.toMatchObject({
    code: "invalid_rule",
    message: expect.stringContaining("`audience` is missing"),
  });
  await t.authority.rules.add({ ...open, anyAudience: true });
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: "whatever" })));
  tokenOf(await exchange(t.authority, await t.provider.sign({ aud: undefined })));
});

test("S25 two rules of one issuer keep their keys apart, and the one that verifies counts", async () => {
  const other = await startIssuer({ now: t.now });
  const shared = t.rule({ name: "first", workspace: `first:\${sub}` });
  await t.authority.rules.add(shared);
  await t.authority.rules.add({ ...shared, name: "second", jwksUrl: other.jwksUrl, workspace: `second:\${sub}` });
  const byFirst = await t.provider.sign();
  const bySecond = await other.sign({ iss: t.provider.issuer });
  expect(claimsOf(await exchange(t.authority, byFirst))).toMatchObject({ workspace_id: "first:user-1" });
  expect(claimsOf(await exchange(t.authority, bySecond))).toMatchObject({ workspace_id: "second:user-1" });
  // The second provider's keys do not speak for the first one's audience.
  await t.authority.rules.add({
    ...t.rule(),
    name: "third",
    issuer: other.issuer,
    jwksUrl: other.jwksUrl,
    audience: "app-3",
  });
  await t.refused(await t.provider.sign({ iss: other.issuer, aud: "app-3" }), 403, "JWT token is not valid");
  await other.close();
});

test("S26 another project's rules do not count here, nor may a rule name this authority", async () => {
  const other = await createAuthority({
    storage: t.storage,
    issuer: "https://b.example",
    projectId: "b",
    allowInsecureJwks: true,
    now: t.now,
  });
  await other.rules.add(t.rule());
  await t.refused(await t.provider.sign(), 403, "No auth rule matches the JWT iss and aud claims");
  await expect(t.authority.rules.add(t.rule({ issuer: "https://auth.example.com" }))).rejects.toMatchObject({
    code: "invalid_rule",
  });
  // A token that claims to be this authority's own is judged by its own keys alone.
  await t.authority.rules.add(t.rule());
  await t.refused(
    await t.provider.sign({ iss: "https://auth.example.com" }),
    403,
    "This endpoint needs an auth provider's ID token",
  );
  const reply = await call(t.authority, "/v1/threads", {
    bearer: await t.provider.sign({ iss: "https://auth.example.com" }),
  });
  expect(reply).toMatchObject({ status: 403, body: { error: "JWT token is not valid" } });
  await other.close();
});

test("several issuers and audiences, another user claim and a workspace made of two claims", async () => {
  await t.authority.rules.add(
    t.rule({
      issuer: ["https://other.example", t.provider.issuer],
      audience: ["x", "y"],
      userClaim: "https://app.example/user",
      workspace: `\${org.id}:\${sub}`,
    }),
  );
  const token = await t.provider.sign({ aud: "y", org: { id: "acme" }, "https://app.example/user": "u-7" });
  expect(claimsOf(await exchange(t.authority, token))).toMatchObject({ sub: "u-7", workspace_id: "acme:user-1" });
});

test("S29 a workspace claim that is missing or no text is refused by name", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}:\${sub}` }));
  for (const org_id of [undefined, 7, null, {}, ["a"], "", "a b", "a:b"]) {
    await t.refused(await t.provider.sign({ org_id }), 403, /^JWT org_id is not a valid workspace ID: /);
  }
  expect(claimsOf(await exchange(t.authority, await t.provider.sign({ org_id: "a", sub: "b:c" })))).toMatchObject({
    workspace_id: "a:b:c",
  });
});

test.each(["__proto__", "constructor", "constructor.name", "toString", "org.__proto__.polluted", "org.length"])(
  "S29 the claim path %s reaches own members only",
  async (path) => {
    await t.authority.rules.add(t.rule({ workspace: `\${${path}}` }));
    await t.refused(await t.provider.sign({ org: "text" }), 403, /is not a valid workspace ID/);
  },
);

test("S7 a workspace template cannot lead to an anonymous visitor's workspace", async () => {
  await t.authority.rules.add(t.rule({ workspace: `\${org_id}` }));
  await t.refused(await t.provider.sign({ org_id: "usr_anon_0abc" }), 403, /is not a valid workspace ID/);
});

test.each([
  [{ name: "" }, "name"],
  [{ issuer: [] as string[] }, "issuer"],
  [{ algorithms: ["HS256"] }, "algorithms"],
  [{ algorithms: ["none"] }, "algorithms"],
  [{ workspace: "fixed" }, "workspace"],
  [{ workspace: `\${a}\${b}` }, "workspace"],
  [{ workspace: `\${a} \${b}` }, "workspace"],
  [{ workspace: `\${a` }, "workspace"],
  [{ userClaim: "a b" }, "userClaim"],
  [{ jwksUrl: "not a url" }, "jwksUrl"],
  [{ jwksUrl: "http://example.com/jwks" }, "jwksUrl"],
  [{ projectId: "other" }, ""],
])("the rule field %j is refused by name and nothing is saved", async (field, name) => {
  await expect(t.authority.rules.add({ ...t.rule(), ...field } as AuthRuleInput)).rejects.toMatchObject({
    code: "invalid_rule",
    message: expect.stringContaining(`\`${name}`),
  });
  expect(await t.authority.rules.list()).toEqual([]);
});

test("S30 a key taken out by the provider is gone after the next fetch", async () => {
  await t.authority.rules.add(t.rule());
  tokenOf(await exchange(t.authority, await t.provider.sign()));
  t.provider.answer = (_request, response) =>
    response.end(JSON.stringify({ keys: [{ ...t.provider.publicJwk, kid: "new" }] }));
  t.time += 600_000;
  await t.refused(await t.provider.sign(), 403, "JWT token is not valid");
});

test("S34 S35 keys out of reach are 503 with Retry-After, never a refusal of the token", async () => {
  await t.authority.rules.add(t.rule());
  t.provider.answer = (_request, response) => response.writeHead(500).end();
  const reply = await exchange(t.authority, await t.provider.sign());
  expect(reply).toMatchObject({ status: 503, body: { code: "jwks_unavailable" } });
  expect(reply.headers.get("Retry-After")).toBe("5");
});
