import { createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setUpAdmin } from "../admin/support/set-up-admin.ts";
import { call, exchange, mint } from "../support/call.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const admin = setUpAdmin({ allowInsecureJwks: true, decisionLogSize: 5 });
let provider: TestIssuer;
beforeAll(async () => {
  provider = await startIssuer({ now: () => admin.time });
});
afterAll(() => provider.close());

const activity = async (query = "") => {
  const cookie = await admin.signIn();
  const { status, body } = await admin.send("GET", `/activity${query}`, { cookie });
  return { status, ...body };
};

test("the decision log records each token request's result and the matching rule or API key", async () => {
  const { issuer, jwksUrl } = provider;
  const rule = await admin.authority.rules.add({ name: "my rule", issuer, jwksUrl, audience: AUDIENCE });
  const { id, key } = await admin.authority.keys.create({ name: "backend" });
  await mint(admin.authority, key);
  await exchange(admin.authority, await provider.sign());
  await exchange(admin.authority, await provider.sign({ sub: "two words" }));
  admin.pass(1000);
  await mint(admin.authority, `${key}x`);
  await call(admin.authority, "/v1/auth/tokens/anonymous", { method: "POST" });
  const { decisions } = await activity();
  const fault = (reason: string, code: string) => ({ outcome: "refused", status: 403, reason, code });
  expect(decisions).toMatchObject([
    {
      id: 5,
      at: admin.time,
      route: "anonymous",
      ...fault("Anonymous access is not allowed", "anonymous_not_allowed"),
      by: null,
    },
    { id: 4, route: "mint", ...fault("Invalid API key format", "api_key_malformed"), by: null },
    {
      id: 3,
      at: admin.time - 1000,
      route: "exchange",
      ...fault(
        "JWT sub is not a valid user ID: ID must not contain whitespace or control characters",
        "user_id_invalid",
      ),
      by: { kind: "rule", id: rule.id, name: "my rule" },
    },
    { id: 2, route: "exchange", outcome: "issued", status: 200, reason: null, code: null, by: { kind: "rule" } },
    { id: 1, route: "mint", outcome: "issued", status: 200, reason: null, by: { kind: "api_key", id } },
  ]);

  expect((await activity("?outcome=issued&limit=1")).decisions).toMatchObject([{ id: 2 }]);
  expect((await activity(`?by=${rule.id}`)).decisions).toMatchObject([{ id: 3 }, { id: 2 }]);
  expect((await activity("?route=mint&before=4")).decisions).toMatchObject([{ id: 1 }]);
  for (const query of ["?outcome=all", "?route=x", "?limit=0", "?limit=1001", "?since=1", "?by=%27"]) {
    expect((await activity(query)).status).toBe(400);
  }
});

test("S47 S66 the decision log contains no token, API key secret, user id, workspace id or e-mail", async () => {
  const { issuer, jwksUrl } = provider;
  await admin.authority.rules.add({ name: "n", issuer, jwksUrl, audience: AUDIENCE });
  const { key } = await admin.authority.keys.create({ name: "backend" });
  const token = await provider.sign({ sub: "ada@example.com", email: "ada@example.com" });
  const replies = [
    await exchange(admin.authority, token),
    await exchange(admin.authority, await provider.sign({ sub: "ada @example.com" })),
    await mint(admin.authority, key, { "Aui-User-Id": "user-of-mine", "Aui-Workspace-Id": "workspace-of-mine" }),
    await mint(admin.authority, `${key}ada@example.com`),
    await call(admin.authority, "/v1/auth/tokens/refresh?token=in-the-query", {
      method: "POST",
      body: `{"refresh_token":"${key}"}`,
    }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([200, 403, 200, 403, 403]);
  const { decisions } = await activity();
  expect(decisions).toHaveLength(5);
  const text = JSON.stringify(decisions);
  const issued = replies.map(({ body }) => body["token"]).filter((each) => each !== undefined);
  for (const secret of [token, key, ...issued, "ada", "of-mine", "eyJ", "sk_aui", "in-the-query"]) {
    expect(text).not.toContain(secret);
  }
});

test("the decision log keeps only the latest decisions, but counts all decisions of the last hour", async () => {
  const { key } = await admin.authority.keys.create({ name: "backend" });
  for (let count = 0; count < 7; count++) await mint(admin.authority, key);
  admin.pass(60_000);
  await mint(admin.authority, "nonsense");
  const first = await activity();
  expect(first).toMatchObject({ capacity: 5, since: admin.time - 60_000 });
  expect(first.decisions.map(({ id }: { id: number }) => id)).toEqual([8, 7, 6, 5, 4, 3]);
  expect(first.minutes).toHaveLength(60);
  const minute = Math.floor(admin.time / 60_000) * 60_000;
  expect(first.minutes.slice(-2)).toEqual([
    { at: minute - 60_000, issued: 7, refused: 0, error: 0 },
    { at: minute, issued: 0, refused: 1, error: 0 },
  ]);
  admin.pass(59 * 60_000);
  const later = (await activity()).minutes;
  expect(later[0]).toMatchObject({ issued: 0, refused: 1 });
  expect(later.slice(1).some(({ issued, refused }: { issued: number; refused: number }) => issued + refused > 0)).toBe(
    false,
  );
});

test("the decision log records an unreachable database as an error, not as a refusal", async () => {
  const { key } = await admin.authority.keys.create({ name: "n" });
  const run = admin.storage.run;
  admin.storage.run = () => run(() => Promise.reject(new Error("away")));
  await mint(admin.authority, key);
  admin.storage.run = run;
  expect((await activity()).decisions).toMatchObject([
    { outcome: "error", status: 503, reason: "Service Unavailable", code: "storage_unavailable" },
  ]);
});

test("the decision log ignores preflights, unknown paths and requests for lists of threads", async () => {
  const { key } = await admin.authority.keys.create({ name: "backend" });
  await call(admin.authority, "/v1/auth/tokens", { method: "OPTIONS", headers: { Origin: "https://app.example.com" } });
  await call(admin.authority, "/v1/nothing", { bearer: key });
  await call(admin.authority, "/v1/threads", { bearer: key, headers: { "Aui-Workspace-Id": "w" } });
  expect((await activity()).decisions).toEqual([]);
});

test.each([-1, 1.5, 100_001])("createAuthority() rejects the decision log size %j", async (decisionLogSize) => {
  const options = { storage: admin.storage, issuer: "https://auth.example.com", decisionLogSize };
  await expect(createAuthority(options)).rejects.toMatchObject({ code: "invalid_setting" });
});

test("S86 the decision log keeps decisions about issued tokens even after many rejected requests", async () => {
  const { key, id } = await admin.authority.keys.create({ name: "backend" });
  await mint(admin.authority, key);
  for (let round = 0; round < 20; round++) await mint(admin.authority, "sk_aui_proj_default_0wrong");
  expect((await activity("?outcome=issued")).decisions).toMatchObject([{ id: 1, by: { kind: "api_key", id } }]);
  expect((await activity("?outcome=refused")).decisions).toHaveLength(5);
  const all = (await activity()).decisions.map((decision: { id: number }) => decision.id);
  expect(all).toEqual([21, 20, 19, 18, 17, 1]);
  const older = (await activity("?before=17")).decisions.map((decision: { id: number }) => decision.id);
  expect(older).toEqual([1]);
});
