import { type Authority, createAuthority } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { decodeJwt } from "jose";
import { afterEach, beforeEach, expect, test } from "vitest";
import { anonymous, call, claimsOf, exchange, mint, refresh, tokenOf } from "../support/call.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const REVOKED = { status: 401, body: { code: "token_revoked", error: "The token has been revoked" } };
const START = Date.UTC(2026, 0, 1, 12);
let key: string;
let keyId: string;
let moved = 0;
const open: Authority[] = [];

beforeEach(async () => {
  await t.authority.close();
  moved = 0;
  t.authority = await start({});
  await t.authority.rules.add(t.rule());
  ({ key, id: keyId } = await t.authority.keys.create({ name: "backend" }));
});
afterEach(async () => {
  for (const authority of open.splice(0)) await authority.close();
});

async function start(options: { refreshRotation?: boolean; now?: () => number }): Promise<Authority> {
  const { storage, projectId, now } = t;
  const authority = await createAuthority({
    ...{ storage, projectId, now, issuer: "https://auth.example.com", allowInsecureJwks: true, anonymous: true },
    moveThreads: async () => ++moved,
    ...options,
  });
  open.push(authority);
  return authority;
}

const revoke = (body: object, bearer = key, headers = {}) =>
  call(t.authority, "/v1/auth/revocations", { method: "POST", bearer, headers, body: JSON.stringify(body) });
const tokenFor = async (user: string, workspace = `${user}'s`) =>
  tokenOf(await mint(t.authority, key, { "Aui-User-Id": user, "Aui-Workspace-Id": workspace }));
const list = (bearer: string, authority = t.authority) => call(authority, "/v1/threads", { bearer });
const statusOf = async (bearer: string) => (await list(bearer)).status;
const claim = (bearer: string, refresh_token: string) =>
  call(t.authority, "/v1/threads/claim", { method: "POST", bearer, body: JSON.stringify({ refresh_token }) });
const visit = async (authority = t.authority) => {
  const { body } = await anonymous(authority);
  const access = String(body["access_token"]);
  return { access, id: decodeJwt(access).sub ?? "", token: (body["refresh_token"] as { token: string }).token };
};

test("rejects all tokens of a signed-out user on every route", async () => {
  const [ada, elsewhere, grace] = [await tokenFor("ada"), await tokenFor("ada", "shared"), await tokenFor("grace")];
  // The server caches a token that it has verified before.
  expect(await statusOf(ada)).toBe(200);
  t.time += 10_000;
  const reply = await revoke({ user_id: "ada" });
  expect(reply).toMatchObject({
    status: 201,
    body: {
      id: expect.stringMatching(/^rev_0/),
      user_id: "ada",
      workspace_id: null,
      issued_before: "2026-01-01T12:00:10.000Z",
      created_by: keyId,
      created_at: "2026-01-01T12:00:10.000Z",
      expires_at: "2026-01-02T13:00:10.000Z",
    },
  });
  for (const token of [ada, elsewhere]) expect(await list(token)).toMatchObject(REVOKED);
  const refused = await list(ada);
  expect(refused.headers.get("WWW-Authenticate")).toMatch(
    /error="invalid_token", error_description="The token has been/,
  );
  for (const [method, path] of [
    ["POST", "/v1/threads"],
    ["GET", "/v1/threads/thread_0x/messages"],
    ["POST", "/v1/runs/stream"],
    ["POST", "/v1/events"],
    ["POST", "/v1/files/attachments/generate-presigned-upload-url"],
  ] as const) {
    expect(await call(t.authority, path, { method, bearer: ada }), path).toMatchObject(REVOKED);
  }
  const { token } = await visit();
  expect(await claim(ada, token)).toMatchObject(REVOKED);
  expect(moved).toBe(0);
  expect(await statusOf(grace)).toBe(200);
});

test("a sign-out can revoke all tokens of one workspace, or all tokens issued before a specified time", async () => {
  const [ada, grace, other] = [await tokenFor("ada", "org"), await tokenFor("grace", "org"), await tokenFor("ada")];
  await revoke({ workspace_id: "org" });
  for (const token of [ada, grace]) expect(await list(token)).toMatchObject(REVOKED);
  expect(await statusOf(other)).toBe(200);
  t.time += 60_000;
  const later = await tokenFor("grace");
  await revoke({ issued_before: "2026-01-01T13:00:30+01:00" });
  expect(await list(other)).toMatchObject(REVOKED);
  expect(await statusOf(later)).toBe(200);
});

test("accepts a token that was issued after the sign-out, even in the same second", async () => {
  t.time += 400;
  const before = await tokenFor("ada");
  const stale = await t.provider.sign({ sub: "ada" });
  await revoke({ user_id: "ada" });
  t.time += 100;
  const minted = await tokenFor("ada");
  expect(decodeJwt(minted).iat).toBe((decodeJwt(before).iat as number) + 3);
  expect(await statusOf(minted)).toBe(200);
  expect(await list(before)).toMatchObject(REVOKED);
  // The `iat` of the ID token, in whole seconds, equals the time of the sign-out.
  expect(await exchange(t.authority, stale)).toMatchObject(REVOKED);
  t.time += 1000;
  const fresh = await exchange(t.authority, await t.provider.sign({ sub: "ada" }));
  expect(await statusOf(tokenOf(fresh))).toBe(200);
  t.time += 10_000;
  expect(claimsOf(await exchange(t.authority, await t.provider.sign({ sub: "ada" }))).iat).toBe(t.seconds() - 0.5);
});

test.each([-2000, 2000])(
  "a sign-out has the same effect if the clock of one process differs by %d ms",
  async (offset) => {
    const off = await start({ now: () => t.time + offset });
    t.time = START + 20_900;
    const headers = { "Aui-User-Id": "ada" };
    const before = tokenOf(await mint(off, key, headers));
    await revoke({ user_id: "ada" });
    t.time += 50;
    const after = tokenOf(await mint(off, key, headers));
    const afterHere = tokenOf(await mint(t.authority, key, headers));
    for (const authority of [off, t.authority]) {
      expect(await list(before, authority)).toMatchObject(REVOKED);
      for (const token of [after, afterHere]) expect((await list(token, authority)).status).toBe(200);
    }
  },
);

test("after a sign-out, no route accepts an ID token that was issued before the sign-out", async () => {
  const [old, undated] = [await t.provider.sign(), await t.provider.sign({ iat: undefined })];
  expect((await exchange(t.authority, old)).status).toBe(200);
  t.time += 5000;
  await revoke({ user_id: "user-1" });
  const { token } = await visit();
  for (const bearer of [old, undated]) {
    expect(await exchange(t.authority, bearer)).toMatchObject(REVOKED);
    const refused = await list(bearer);
    expect(refused).toMatchObject(REVOKED);
    expect(refused.headers.get("Authorization")).toBeNull();
    expect(await claim(bearer, token)).toMatchObject(REVOKED);
  }
  expect(moved).toBe(0);
  t.time += 1000;
  expect((await exchange(t.authority, await t.provider.sign())).status).toBe(200);
  // An ID token is valid for at most a day, so the sign-out is stored for a day.
  t.time = START + 86_000_000;
  const long = await t.provider.sign({ iat: START / 1000, exp: START / 1000 + 86_400 });
  await t.authority.keys.create({ name: "any change reads the settings again" });
  expect(await exchange(t.authority, long)).toMatchObject(REVOKED);
});

test.each([true, false])(
  "a sign-out revokes a visitor's refresh tokens permanently (refresh token rotation: %s)",
  async (refreshRotation) => {
    const authority = await start({ refreshRotation });
    const [visitor, other] = [await visit(authority), await visit(authority)];
    const second = await refresh(authority, visitor.token);
    const next = (second.body["refresh_token"] as { token: string }).token;
    t.time += 10_000;
    expect(await revoke({ user_id: visitor.id })).toMatchObject({ status: 201 });
    const ends = async () => {
      for (const token of [visitor.token, next]) {
        expect(await refresh(authority, token)).toMatchObject(REVOKED);
        expect(await claim(await tokenFor("ada"), token)).toMatchObject(REVOKED);
      }
    };
    expect(await list(visitor.access)).toMatchObject(REVOKED);
    await ends();
    t.time += 20 * 86_400_000;
    await ends();
    expect((await refresh(authority, other.token)).status).toBe(200);
    await revoke({ issued_before: new Date(t.time).toISOString() });
    expect(await refresh(authority, other.token)).toMatchObject(REVOKED);
    expect((await refresh(authority, (await visit(authority)).token)).status).toBe(200);
    expect(moved).toBe(0);
  },
);

test("rejects an exchange if the user is signed out during the exchange", async () => {
  const idToken = await t.provider.sign({ sub: "ada" });
  let release = () => {};
  const asked = new Promise<void>((resolve) => {
    t.provider.answer = (_, response) => {
      release = () => response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
      resolve();
    };
  });
  const jwk = t.provider.publicJwk;
  const reply = exchange(t.authority, idToken);
  await asked;
  await revoke({ user_id: "ada" });
  release();
  expect(await reply).toMatchObject(REVOKED);
});

test("no token that is issued during a sign-out stays valid after the sign-out", async () => {
  let armed = false;
  const storage: typeof t.storage = {
    ...t.storage,
    async run(queries) {
      const result = await t.storage.run(queries);
      if (armed) {
        armed = false;
        t.time += 1000;
        await slow.revocations.add({ kind: "user", subject: "ada" });
        t.time += 9000;
      }
      return result;
    },
  };
  const { projectId, now } = t;
  const issuer = "https://auth.example.com";
  const slow = await createAuthority({ storage, projectId, now, issuer, allowInsecureJwks: true });
  open.push(slow);
  const idToken = await t.provider.sign({ sub: "ada" });
  expect((await exchange(slow, idToken)).status).toBe(200);
  // After this change, the next exchange reads only the sign-outs from the database.
  await slow.revocations.add({ kind: "user", subject: "grace" });
  armed = true;
  const reply = await exchange(slow, idToken);
  expect(armed).toBe(false);
  expect(reply).toMatchObject(REVOKED);
});

test("an API key stays valid after a sign-out", async () => {
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await call(t.authority, "/v1/projects/threads", { bearer: key })).status).toBe(200);
  expect(await statusOf(await tokenFor("ada"))).toBe(200);
});

test.each([
  ["no property", {}],
  ["a user and a workspace", { user_id: "ada", workspace_id: "org" }],
  ["an unknown field", { user_id: "ada", reason: "lost" }],
  ["an empty id", { user_id: "" }],
  ["an id of 256 characters", { user_id: "x".repeat(256) }],
  ["a visitor as both workspace and user", { user_id: "usr_anon_0x", workspace_id: "usr_anon_0x" }],
  ["an id with a space", { workspace_id: "a b" }],
  ["a timestamp without an offset", { user_id: "ada", issued_before: "2026-01-01T12:00:00" }],
  ["a timestamp in the future", { issued_before: "2026-01-01T12:01:01Z" }],
  ["an array as body", [{ user_id: "ada" }]],
])("returns 400 for a sign-out request with %s", async (_, body) => {
  const token = await tokenFor("ada");
  expect(await revoke(body)).toMatchObject({ status: 400, body: { code: "schema_validation" } });
  expect(await statusOf(token)).toBe(200);
});

test("a sign-out request requires an API key, and is rejected if a web page sends it", async () => {
  const token = await tokenFor("ada");
  expect(await revoke({ user_id: "grace" }, token)).toMatchObject({ status: 403, body: { code: "backend_only" } });
  expect(await revoke({ user_id: "grace" }, key, { Origin: "https://app.example.com" })).toMatchObject({ status: 403 });
  expect(await t.authority.revocations.list()).toEqual([]);
});

test("a repeated sign-out never replaces the sign-out time with an earlier time", async () => {
  t.time += 60_000;
  await t.authority.revocations.add({ kind: "user", subject: "ada@example.com" });
  const again = await revoke({ user_id: "ada@example.com", issued_before: "2026-01-01T12:00:00Z" });
  expect(again.body).toMatchObject({ issued_before: "2026-01-01T12:01:00.000Z", created_by: keyId });
  const [stored, ...more] = await t.authority.revocations.list();
  expect(more).toEqual([]);
  expect(stored).toMatchObject({ id: again.body["id"], kind: "user", subject: "ada@example.com" });
  const { entries } = await t.authority.audit.list({ action: "tokens.revoke" });
  expect(entries).toMatchObject([
    { target: stored?.id, details: { kind: "user", by: keyId } },
    { target: stored?.id, details: { kind: "user", by: "program" } },
  ]);
  expect(JSON.stringify(entries)).not.toContain("ada@");
  await expect(t.authority.revocations.add({ kind: "user" })).rejects.toMatchObject({
    code: "invalid_setting",
    setting: { field: "subject" },
  });
});

test("with 50,000 stored revocations, a sign-out of one user or of all users still takes effect", async () => {
  const at = new Date(t.time);
  await t.storage.run((database) =>
    database.execute(sql`
      insert into revocations (id, project_id, kind, subject, issued_before, created_by, created_at, expires_at)
      select ${t.projectId} || n, ${t.projectId}, 'user', 'user-' || n, ${at}, 'cli', ${at}, ${at}::timestamptz + interval '1 day'
      from generate_series(1, 50000) n`),
  );
  t.time += 10_000;
  expect(await revoke({ user_id: "ada" })).toMatchObject({ status: 400, body: { code: "schema_validation" } });
  expect(await revoke({ user_id: "user-7" })).toMatchObject({ status: 201 });
  const token = await tokenFor("ada");
  t.time += 10_000;
  expect(await revoke({ issued_before: new Date(t.time).toISOString() })).toMatchObject({ status: 201 });
  expect(await list(token)).toMatchObject(REVOKED);
});

test("a sign-out time in the near future is reduced to the current time", async () => {
  const reply = await revoke({ user_id: "ada", issued_before: new Date(t.time + 60_000).toISOString() });
  expect(reply.body["issued_before"]).toBe(new Date(t.time).toISOString());
  t.time += 1000;
  expect(await statusOf(await tokenFor("ada"))).toBe(200);
});

test("a sign-out does not affect the users of another project", async () => {
  const { storage, now } = t;
  const projectId = `${t.projectId}-other`;
  const other = await createAuthority({ storage, projectId, now, issuer: "https://other.example.com" });
  open.push(other);
  const otherKey = (await other.keys.create({ name: "backend" })).key;
  const token = tokenOf(await mint(other, otherKey, { "Aui-User-Id": "ada" }));
  await revoke({ user_id: "ada" });
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await list(token, other)).status).toBe(200);
});

test("signing out a visitor's workspace revokes the visitor's refresh token", async () => {
  const [visitor, other] = [await visit(), await visit()];
  t.time += 10_000;
  await revoke({ workspace_id: String(decodeJwt(visitor.access)["workspace_id"]) });
  // Two days later, the list of sign-outs that affect JWTs no longer contains this one.
  t.time += 2 * 86_400_000;
  await revoke({ user_id: "grace" });
  expect(await refresh(t.authority, visitor.token)).toMatchObject(REVOKED);
  expect((await refresh(t.authority, other.token)).status).toBe(200);
});

test("a sign-out of all users does not revoke the refresh tokens of another project's visitors", async () => {
  const { storage, now } = t;
  const projectId = `${t.projectId}-other`;
  const issuer = "https://other.example.com";
  const other = await createAuthority({ storage, projectId, now, issuer, anonymous: true });
  open.push(other);
  const { token } = await visit(other);
  t.time += 10_000;
  await revoke({ issued_before: new Date(t.time).toISOString() });
  expect((await refresh(other, token)).status).toBe(200);
});
