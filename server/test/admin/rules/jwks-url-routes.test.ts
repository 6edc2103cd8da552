import { expect, test } from "vitest";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin();
const rule = (jwksUrl: string) => ({ name: "n", issuer: "https://issuer.example", jwksUrl, audience: "a" });

test.each([
  "http://example.com/jwks",
  "ftp://example.com/jwks",
  "file:///etc/passwd",
  "data:application/json,{}",
  "https://user:password@example.com/jwks",
  "https://example.com/jwks#fragment",
  "https://example.com:22/jwks",
  "http://127.0.0.1:8080/jwks",
  "https://localhost./jwks",
  "https://169.254.169.254/latest/meta-data",
  "https://[::ffff:7f00:1]/jwks",
  "https://2130706433/jwks",
  "https://0177.0.0.1/jwks",
])("S31 S32 every rule route rejects the JWKS URL %s", async (jwksUrl) => {
  const cookie = await admin.signIn();
  const validRule = rule("https://issuer.example.com/jwks");
  const stored = await admin.authority.rules.add(validRule);
  const refused = { status: 400, body: { fields: { jwksUrl: expect.any(String) } } };
  for (const path of ["/rules", "/rules/preview", "/rules/check"]) {
    const body = { kind: "custom", rule: rule(jwksUrl) };
    expect(await admin.send("POST", path, { cookie, body }), path).toMatchObject(refused);
  }
  const body = { revision: 1, rule: rule(jwksUrl) };
  expect(await admin.send("PUT", `/rules/${stored.id}`, { cookie, body })).toMatchObject(refused);
  expect(await admin.authority.rules.list()).toEqual([stored]);
});
