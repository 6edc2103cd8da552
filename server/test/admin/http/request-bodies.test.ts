import { expect, test } from "vitest";
import { PASSWORD, setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();

test.each([
  null,
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/jsonp",
  "application/json; charset=latin1",
  "text/plain; application/json",
])("S60 the admin API returns 415 for a body of the content type %j", async (type) => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/keys", {
    cookie,
    body: { name: "backend" },
    headers: { "Content-Type": type ?? "" },
  });
  expect(reply).toMatchObject({ status: 415, body: { code: "content_type" } });
});

test.each(["", "{", "nonsense", "[]", "null", '"text"', "1", "{}{}", '{"name":"a"', "\u0000", '{"name":"a",}'])(
  "S62 the admin API returns 400 with a JSON error for the body %j",
  async (body) => {
    const cookie = await admin.signIn();
    const reply = await admin.send("POST", "/keys", { cookie, body });
    expect(reply).toMatchObject({ status: 400, body: { error: expect.any(String), code: expect.any(String) } });
    expect(reply.headers.get("Content-Type")).toContain("application/json");
  },
);

test.each([
  ["/keys", '{"name":"a","__proto__":{"expires":"7d"}}'],
  ["/keys", '{"name":"a","constructor":{"prototype":{"isAdmin":true}}}'],
  ["/rules", '{"kind":"preset","provider":"clerk","input":{"domain":"clerk.example.com","__proto__":"x"}}'],
  ["/rules", '{"kind":"custom","rule":{"name":"n","requiredClaims":{"__proto__":"x"}}}'],
  ["/rules", '{"kind":"preset","provider":"__proto__","input":{}}'],
  ["/rules", '{"kind":"preset","provider":"constructor","input":{}}'],
])("S61 POST %s rejects a body that could change an object's prototype: %s", async (path, body) => {
  const cookie = await admin.signIn();
  expect((await admin.send("POST", path, { cookie, body })).status).toBe(400);
  expect(Object.keys(Object.prototype)).toEqual([]);
  expect(await admin.authority.keys.list()).toEqual([]);
  expect(await admin.authority.rules.list()).toEqual([]);
});

test("the response to a body with the key `__proto__` names the key", async () => {
  const cookie = await admin.signIn();
  const body = '{"kind":"custom","rule":{"name":"n","requiredClaims":{"__proto__":"x"}}}';
  const { body: answer } = await admin.send("POST", "/rules", { cookie, body });
  expect(Object.entries(answer["fields"])).toEqual([["__proto__", "Must not be used as a name"]]);
});

// In CVE-2025-61928, a `userId` in the body replaced the session.
test.each([
  ["POST", "/keys", { name: "a", id: "key_mine" }, "id"],
  ["POST", "/keys", { name: "a", projectId: "other" }, "projectId"],
  ["POST", "/keys", { name: "a", hash: "x" }, "hash"],
  ["POST", "/keys", { name: "a", userId: "u" }, "userId"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ id: "rule_mine" }) }, "id"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ projectId: "other" }) }, "projectId"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith({ revision: 7 }) }, "revision"],
  ["POST", "/rules", { kind: "custom", rule: ruleWith(), actor: "cli" }, "actor"],
  ["PUT", "/rules/rule_1", { revision: 1, rule: ruleWith(), createdAt: "2020-01-01" }, "createdAt"],
  ["POST", "/session", { password: PASSWORD, adminId: "admin" }, "adminId"],
  ["POST", "/rules/rule_1/enable", { enabled: false }, "enabled"],
])("S45 %s %s rejects the body %j because the field %s is unknown", async (method, path, body, field) => {
  const cookie = await admin.signIn();
  const reply = await admin.send(method, path, { cookie, body });
  expect(reply).toMatchObject({ status: 400, body: { fields: { [field]: "Unknown field" } } });
});

function ruleWith(more: object = {}) {
  return {
    name: "n",
    issuer: "https://issuer.example",
    jwksUrl: "https://issuer.example/jwks",
    audience: "a",
    ...more,
  };
}

test("the admin API returns 413 for a body of more than 64 KB", async () => {
  const cookie = await admin.signIn();
  const reply = await admin.send("POST", "/keys", { cookie, body: { name: "a".repeat(70_000) } });
  expect(reply).toMatchObject({ status: 413, body: { code: "body_too_large" } });
});
