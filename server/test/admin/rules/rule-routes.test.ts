import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startIssuer, type TestIssuer } from "../../support/start-issuer.ts";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin({ allowInsecureJwks: true });
let provider: TestIssuer;
beforeAll(async () => {
  provider = await startIssuer();
});
afterAll(() => provider.close());

const clerk = { kind: "preset", provider: "clerk", input: { domain: "clerk.example.com", audience: "assistant-ui" } };
const custom = (more: object = {}) => ({
  kind: "custom",
  rule: { name: "n", issuer: "https://i.example", jwksUrl: "https://i.example.com/jwks", audience: "a", ...more },
});

test("the admin API previews and creates a rule from a preset's inputs, and lists the created rule", async () => {
  const cookie = await admin.signIn();
  const preview = await admin.send("POST", "/rules/preview", { cookie, body: clerk });
  expect(preview).toMatchObject({
    status: 200,
    body: {
      issuers: ["https://clerk.example.com"],
      jwksUrl: "https://clerk.example.com/.well-known/jwks.json",
      audiences: ["assistant-ui"],
      workspace: `\${sub}`,
    },
  });
  expect((await admin.send("GET", "/rules", { cookie })).body).toEqual({ rules: [], warnings: [], next: null });
  const made = await admin.send("POST", "/rules", { cookie, body: clerk });
  expect(made).toMatchObject({
    status: 201,
    body: { ...preview.body, id: expect.stringMatching(/^rule_0/), revision: 1 },
  });
  const { warnings, ...rule } = made.body;
  expect(warnings).toEqual([]);
  expect((await admin.send("GET", "/rules", { cookie })).body).toEqual({ rules: [rule], warnings: [], next: null });
});

test("S69 the admin API warns about two rules that can produce the same workspace", async () => {
  const cookie = await admin.signIn();
  const input = { domain: "clerk.example.com", audience: "a", organization: true };
  const first = await admin.send("POST", "/rules", { cookie, body: { kind: "preset", provider: "clerk", input } });
  expect(first.body.warnings).toEqual([]);
  admin.pass(1000);
  const second = await admin.send("POST", "/rules", { cookie, body: custom() });
  const warning = {
    ruleIds: [first.body.id, second.body.id],
    message: expect.stringContaining("can name the same workspace"),
    remedy: expect.stringContaining(`\`n::\${sub}\``),
  };
  expect(second).toMatchObject({ status: 201, body: { warnings: [warning] } });
  expect((await admin.send("GET", "/rules", { cookie })).body.warnings).toEqual([warning]);
  const toggle = (verb: string) => admin.send("POST", `/rules/${second.body.id}/${verb}`, { cookie });
  expect((await toggle("disable")).body.warnings).toEqual([]);
  expect((await toggle("enable")).body.warnings).toEqual([warning]);
  const rule = { ...custom().rule, workspace: `n::\${sub}` };
  const body = { revision: 3, rule };
  expect((await admin.send("PUT", `/rules/${second.body.id}`, { cookie, body })).body.warnings).toEqual([]);
});

test("GET /presets returns the inputs, the set-up steps and the React sample code of each preset", async () => {
  const cookie = await admin.signIn();
  const { body } = await admin.send("GET", "/presets", { cookie });
  const clerkPreset = body.presets.find(({ provider: name }: { provider: string }) => name === "clerk");
  expect(clerkPreset).toMatchObject({ title: "Clerk", organizationClaim: "org_id" });
  expect(clerkPreset.fields[0]).toEqual({
    name: "domain",
    label: "Issuer",
    description: expect.any(String),
    example: "clerk.example.com",
    required: true,
    many: false,
    choices: null,
    prefill: null,
  });
  expect(clerkPreset.fields[1]).toMatchObject({ name: "audience", prefill: "assistant-ui" });
  expect(clerkPreset).toMatchObject({
    showsJwksUrl: true,
    mayOmitAudience: true,
    steps: expect.arrayContaining([expect.stringContaining("JWT templates")]),
  });
  expect(clerkPreset.snippet).toMatchObject({
    entry: "clerk",
    hook: "useClerkTokenSource",
    hookArguments: "useAuth()",
  });
  const { fields, ...cognito } = body.presets.find(({ provider: name }: { provider: string }) => name === "cognito");
  expect(cognito).toMatchObject({ showsJwksUrl: false, mayOmitAudience: false });
  expect(fields.at(-1)).toMatchObject({
    name: "tokenUse",
    choices: [
      { value: "id", label: "ID token" },
      { value: "access", label: "Access token" },
    ],
  });
});

test("GET /presets returns the fields of a rule with their labels, kinds and initial values", async () => {
  const cookie = await admin.signIn();
  const { body } = await admin.send("GET", "/presets", { cookie });
  const fieldOf = (wanted: string) => body.fields.find(({ name }: { name: string }) => name === wanted);
  expect(fieldOf("issuer")).toMatchObject({ storedName: "issuers", label: "Issuer", kind: "lines", required: true });
  expect(fieldOf("audience")).toMatchObject({ required: false, initial: [], replacedBy: "anyAudience" });
  expect(fieldOf("algorithms")).toMatchObject({ kind: "choices", initial: ["RS256", "ES256"] });
  expect(fieldOf("enabled")).toMatchObject({ initial: true, control: null });
});

test.each([
  [{ ...clerk, input: {} }, "domain", /missing/],
  [{ ...clerk, input: { domain: "https://dashboard.clerk.com/apps" } }, "domain", /domain|site/],
  [{ ...clerk, input: { domain: "clerk.example.com", typo: "x" } }, "", /unknown field/],
  [{ kind: "preset", provider: "unknown", input: {} }, "", /No preset/],
  [custom({ jwksUrl: "http://169.254.169.254/latest" }), "jwksUrl", /https:/],
  [custom({ jwksUrl: "https://10.0.0.1/jwks" }), "jwksUrl", /private/],
  [custom({ audience: [] }), "audience", /missing/],
  [custom({ issuer: "https://auth.example.com" }), "issuer", /this server itself/],
  [custom({ algorithms: ["HS256"] }), "algorithms.0", /RS256/],
  [custom({ workspace: `\${` }), "workspace", /./],
  [{ kind: "custom", rule: { name: "n" } }, "issuer", /text/],
  [{ kind: "other" }, "kind", /custom/],
])("S31 S32 returns 400 for the invalid rule %j, and names the field and a remedy", async (body, field, message) => {
  const cookie = await admin.signIn();
  for (const path of ["/rules", "/rules/preview"]) {
    const reply = await admin.send("POST", path, { cookie, body });
    expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: expect.stringMatching(message) } } });
  }
  expect(await admin.authority.rules.list()).toEqual([]);
});

test("PUT /rules/:id returns 409 with the current rule if the request names an outdated revision", async () => {
  const cookie = await admin.signIn();
  const { body: rule } = await admin.send("POST", "/rules", { cookie, body: custom() });
  const update = (name: string) =>
    admin.send("PUT", `/rules/${rule.id}`, { cookie, body: { revision: 1, rule: { ...custom().rule, name } } });
  expect(await update("first")).toMatchObject({ status: 200, body: { name: "first", revision: 2 } });
  expect(await update("second")).toMatchObject({
    status: 409,
    body: { code: "conflict", current: { id: rule.id, name: "first", revision: 2 } },
  });
  expect(await admin.authority.rules.list()).toMatchObject([{ name: "first" }]);
});

test("a deleted rule can be created again from the response to its deletion", async () => {
  const cookie = await admin.signIn();
  const { body: rule } = await admin.send("POST", "/rules", { cookie, body: clerk });
  const { id, revision, createdAt, updatedAt, ...content } = rule;
  expect((await admin.send("POST", `/rules/${id}/disable`, { cookie })).body).toMatchObject({ enabled: false });
  expect((await admin.send("POST", `/rules/${id}/enable`, { cookie })).body).toMatchObject({ enabled: true });
  const { body } = await admin.send("DELETE", `/rules/${id}`, { cookie });
  expect(body.deleted.id).toBe(id);
  expect(await admin.authority.rules.list()).toEqual([]);
  const again = await admin.send("POST", "/rules", { cookie, body: body.undo });
  expect(again).toMatchObject({ status: 201, body: content });
  for (const request of [
    ["DELETE", `/rules/${id}`, {}],
    ["POST", `/rules/${id}/enable`, {}],
    ["PUT", `/rules/${id}`, { revision: 1, rule: custom().rule }],
  ] as const) {
    expect((await admin.send(request[0], request[1], { cookie, body: request[2] })).status).toBe(404);
  }
});

test("the audit log records each change of a rule, with the name of the admin", async () => {
  const cookie = await admin.signIn();
  const { body: rule } = await admin.send("POST", "/rules", { cookie, body: clerk });
  await admin.send("POST", `/rules/${rule.id}/disable`, { cookie });
  await admin.authority.rules.remove(rule.id);
  const page = (query: string) => admin.send("GET", `/audit?${query}`, { cookie });
  const first = (await page("limit=2&action=rule")).body;
  const second = (await page(`limit=2&action=rule&before=${first.next}`)).body;
  expect([...first.entries, ...second.entries].map(({ actor, action, target }) => [actor, action, target])).toEqual([
    ["program", "rule.delete", rule.id],
    ["admin", "rule.disable", rule.id],
    ["admin", "rule.create", rule.id],
  ]);
  expect(second.next).toBeNull();
  expect(first.entries[0].at).toBe("2026-01-01T12:00:00.000Z");
  for (const query of ["limit=0", "limit=201", "limit=x", "before=-1", "action=%25", "other=1", "limit=1&limit=2"]) {
    expect((await page(query)).status).toBe(400);
  }
});

describe("the check of the keys at a rule's JWKS URL", () => {
  const check = async (more: object = {}) => {
    const cookie = await admin.signIn();
    const rule = { ...custom().rule, jwksUrl: provider.jwksUrl, ...more };
    return admin.send("POST", "/rules/check", { cookie, body: { kind: "custom", rule } });
  };

  test("the check of a JWKS URL reports each key with the key's algorithms", async () => {
    expect(await check()).toMatchObject({
      status: 200,
      body: {
        ok: true,
        jwksUrl: provider.jwksUrl,
        keys: [{ kid: provider.kid, algorithms: ["RS256"] }],
        unusableKeys: 0,
        problem: null,
      },
    });
  });

  test("the check of a JWKS URL reports a problem if no key supports an algorithm of the rule", async () => {
    const { body } = await check({ algorithms: ["ES256"] });
    expect(body).toMatchObject({
      ok: false,
      problem: { message: "The keys are for RS256, but the rule accepts ES256." },
    });
  });

  test.each([
    ["404", (r: ServerResponse) => r.writeHead(404).end("secret page"), /answered 404/],
    ["a redirect", (r: ServerResponse) => r.writeHead(302, { location: "/x" }).end(), /answered 302/],
    ["a web page", (r: ServerResponse) => r.end("<html>secret page"), /not JSON/],
    ["other JSON", (r: ServerResponse) => r.end('{"jwks_uri":"secret page"}'), /no list of keys/],
    ["no keys", (r: ServerResponse) => r.end('{"keys":[]}'), /contains no keys/],
    [
      "a shared secret",
      (r: ServerResponse) => r.end('{"keys":[{"kty":"oct","kid":"a","k":"AAAA"}]}'),
      /no key that can verify/,
    ],
    ["300 KB", (r: ServerResponse) => r.end(`{"a":"${"x".repeat(300_000)}"}`), /larger than 256 KB/],
    ["a closed connection", (r: ServerResponse) => r.destroy(), /closed/],
  ])(
    "if the JWKS URL responds with %s, the check explains the failure without repeating the response",
    async (_what, answer, message) => {
      provider.answer = (_request, response) => answer(response);
      try {
        const { status, body } = await check();
        expect(status).toBe(200);
        expect(body).toMatchObject({
          ok: false,
          problem: { message: expect.stringMatching(message), remedy: expect.stringMatching(/\w+/) },
        });
        expect(JSON.stringify(body)).not.toContain("secret page");
      } finally {
        provider.answer = null;
      }
    },
  );

  test("if no server listens at the JWKS URL, the check reports a refused connection", async () => {
    const gone = await startIssuer();
    await gone.close();
    expect((await check({ jwksUrl: gone.jwksUrl })).body.problem.message).toBe("The host refuses the connection.");
  });

  test("S32 the check rejects a private address before it sends a request", async () => {
    expect((await check({ jwksUrl: "https://169.254.169.254/latest" })).status).toBe(400);
    expect((await check({ jwksUrl: "https://[::ffff:10.0.0.1]/" })).status).toBe(400);
  });
});
