import { afterAll, beforeAll, expect, test } from "vitest";
import { AUDIENCE, startIssuer, type TestIssuer } from "../../support/start-issuer.ts";
import { setUpAdmin } from "../support/set-up-admin.ts";

const admin = setUpAdmin({ allowInsecureJwks: true });
let provider: TestIssuer;
beforeAll(async () => {
  provider = await startIssuer({ now: () => admin.time });
});
afterAll(() => provider.close());

test("S47 the token check explains the contents of a token without storing or logging the token", async () => {
  const cookie = await admin.signIn();
  const { issuer, jwksUrl } = provider;
  const rule = await admin.authority.rules.add({ name: "n", issuer, jwksUrl, audience: AUDIENCE });
  const attempt = (token: string) => admin.send("POST", "/try-token", { cookie, body: { token } });
  const before = JSON.stringify((await admin.send("GET", "/audit", { cookie })).body);

  const good = await provider.sign({ email: "ada@example.com", name: "Ada Łovelace" });
  expect(await attempt(` ${good}\n`)).toMatchObject({
    status: 200,
    body: {
      report: {
        verdict: "accepted",
        identity: { userId: "user-1", workspaceId: "user-1" },
        rules: [{ ruleId: rule.id }],
      },
      decoded: { header: { alg: "RS256", kid: provider.kid }, claims: { name: "Ada Łovelace", aud: AUDIENCE } },
    },
  });
  const wrong = await attempt(await provider.sign({ aud: "another" }));
  expect(wrong.body.report).toMatchObject({ verdict: "refused", remedy: expect.any(String) });
  expect((await attempt("an-opaque-token")).body).toMatchObject({ report: { verdict: "refused" }, decoded: null });

  expect(JSON.stringify((await admin.send("GET", "/audit", { cookie })).body)).toBe(before);
  expect((await admin.send("GET", "/activity", { cookie })).body.decisions).toEqual([]);
  expect(admin.faults).toEqual([]);
});

test("after a sign-out, the token check reports earlier tokens as revoked and accepts later tokens", async () => {
  const cookie = await admin.signIn();
  const { issuer, jwksUrl } = provider;
  await admin.authority.rules.add({ name: "n", issuer, jwksUrl, audience: AUDIENCE });
  const attempt = async (claims: Record<string, unknown> = {}) => {
    const token = await provider.sign({ sub: "ada", ...claims });
    return (await admin.send("POST", "/try-token", { cookie, body: { token } })).body.report;
  };
  const old = { iat: admin.time / 1000 - 10 };
  expect((await attempt(old)).verdict).toBe("accepted");
  await admin.authority.revocations.add({ kind: "workspace", subject: "ada" });
  expect(await attempt(old)).toMatchObject({
    verdict: "refused",
    summary: expect.stringContaining("was signed out at 2026-01-01T12:00:00.000Z, after it was issued"),
    remedy: "Sign in again at the auth provider and try the new token.",
    identity: null,
  });
  expect(await attempt({ iat: undefined })).toMatchObject({
    verdict: "refused",
    remedy: "Configure the provider to set `iat`.",
  });
  expect((await attempt({ sub: "another" })).verdict).toBe("accepted");
  admin.pass(1000);
  const { rules, verdict } = await attempt();
  expect(verdict).toBe("accepted");
  expect(rules[0].checks.at(-1)).toMatchObject({ check: "sign-out", outcome: "passed" });
});

test("the token check returns 400 for a missing or oversized token and names the field", async () => {
  const cookie = await admin.signIn();
  for (const token of ["", "x".repeat(33_000), 7]) {
    const reply = await admin.send("POST", "/try-token", { cookie, body: { token } });
    expect(reply).toMatchObject({ status: 400, body: { fields: { token: expect.any(String) } } });
  }
});
