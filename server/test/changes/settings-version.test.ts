import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createSettingsVersion } from "../../src/changes/settings-version.ts";
import { unreachableError } from "../../src/storage/authority-storage.ts";
import { call, exchange, mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let provider: TestIssuer;
let time = 0;
let queries = 0;
let away = false;
let held: Promise<void> | null = null;
let project = 0;
let projectId: string;
let authority: Authority;
let other: Authority;
let key: string;

/** Returns a storage that counts the calls of `run`. Each call waits for `held`, and then fails if `away` is true. */
function watched(): AuthorityStorage {
  return {
    ...storage,
    async run(work) {
      queries++;
      await held;
      if (away) throw unreachableError("away", "wait");
      return storage.run(work);
    },
  };
}
const start = (database: AuthorityStorage) =>
  createAuthority({ storage: database, issuer, projectId, allowInsecureJwks: true, now: () => time });

beforeAll(async () => {
  [storage, provider] = await Promise.all([openTestStorage(), startIssuer({ now: () => time })]);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await provider.close();
  await storage.close();
});
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1, 12);
  away = false;
  projectId = `watch-${++project}`;
  authority = await start(watched());
  other = await start(storage);
  key = (await authority.keys.create({ name: "backend" })).key;
  await authority.rules.add({
    name: "provider",
    issuer: provider.issuer,
    jwksUrl: provider.jwksUrl,
    audience: AUDIENCE,
  });
  return async () => {
    await authority.close();
    await other.close();
  };
});

test("serves requests without a database query once the caches are filled", async () => {
  const idToken = await provider.sign();
  const round = async () => {
    expect((await mint(authority, key)).status).toBe(200);
    expect((await exchange(authority, idToken)).status).toBe(200);
    expect((await call(authority, "/v1/threads", { bearer: idToken })).status).toBe(200);
    expect((await call(authority, "/.well-known/jwks.json")).status).toBe(200);
    expect((await call(authority, "/v1/threads", { method: "OPTIONS" })).status).toBe(204);
    expect((await mint(authority, "sk_aui_proj_x")).status).toBe(403);
  };
  await round();
  queries = 0;
  for (let i = 0; i < 50; i++) await round();
  expect(queries).toBe(0);
});

test("S44 under steady traffic, requests do not wait for the query of the settings version", async () => {
  await mint(authority, key);
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  queries = 0;
  time += 2000;
  // The version query is still pending during these requests.
  expect((await mint(authority, key)).status).toBe(200);
  expect((await mint(authority, key)).status).toBe(200);
  expect(queries).toBe(1);
  release();
  held = null;
});

test("S44 if two authorities share an embedded database, each applies the other's changes immediately", async () => {
  const created = await other.keys.create({ name: "shared" });
  expect((await mint(authority, created.key)).status).toBe(200);
  await other.keys.revoke(created.id);
  expect((await mint(authority, created.key)).status).toBe(403);
});

test("while the database is unreachable, requests use cached settings for a minute, then get 503", async () => {
  expect((await mint(authority, key)).status).toBe(200);
  away = true;
  for (let seconds = 0; seconds < 55; seconds += 5) {
    time += 5000;
    expect((await mint(authority, key)).status).toBe(200);
  }
  time += 6000;
  expect(await mint(authority, key)).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
  away = false;
  time += 2000;
  expect((await mint(authority, key)).status).toBe(200);
});

test("S44 a change notification during a database outage invalidates the cached settings", async () => {
  const created = await authority.keys.create({ name: "leaked" });
  expect((await mint(authority, created.key)).status).toBe(200);
  away = true;
  await other.keys.revoke(created.id);
  expect((await mint(authority, created.key)).status).toBe(503);
  away = false;
  expect((await mint(authority, created.key)).status).toBe(403);
});

test("S44 a change notification during a version query causes another version query", async () => {
  const created = await other.keys.create({ name: "shared" });
  expect((await mint(authority, created.key)).status).toBe(200);
  let release = () => {};
  held = new Promise((resolve) => {
    release = resolve;
  });
  time += 5000;
  const waiting = mint(authority, created.key);
  await other.keys.revoke(created.id);
  release();
  held = null;
  expect((await waiting).status).toBe(403);
});

test("a settings listener receives the changed row, or null if the changed row is unknown", async () => {
  const [one, two] = [
    createSettingsVersion(storage, projectId, () => time),
    createSettingsVersion(watched(), projectId, () => time),
  ];
  const seen: unknown[] = [];
  two.onChange((touched) => seen.push(touched));
  await two.check();
  seen.length = 0;
  const stop = two.listen();
  const change = (target: string) => one.change(async () => {}, { actor: "cli", action: "rule.update", target });
  queries = 0;
  await change("rule_1");
  await change("rule_2");
  await two.check();
  const touchedOf = (id: string) => ({ kind: "rule", id });
  expect(seen.splice(0)).toEqual([touchedOf("rule_1"), touchedOf("rule_2")]);
  expect(queries).toBe(0);
  await one.change(async () => {});
  await two.change(async () => {}, { actor: "cli", action: "api_key.revoke", target: "key_1" });
  expect(seen.splice(0)).toEqual([null, { kind: "api_key", id: "key_1" }]);
  stop();
  await change("rule_3");
  const stopAgain = two.listen();
  await change("rule_4");
  await two.check();
  expect(seen).toEqual([null]);
  stopAgain();
});

test("ignores the result of a version query if a notification already reported a newer version", async () => {
  const [one, two] = [
    createSettingsVersion(storage, projectId, () => time),
    createSettingsVersion(watched(), projectId, () => time),
  ];
  await two.check();
  const stop = two.listen();
  const seen: unknown[] = [];
  two.onChange((touched) => seen.push(touched));
  const note = { actor: "cli", action: "rule.update" } as const;
  time += 5000;
  const late = storage.run.bind(storage);
  const real = storage.run;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  storage.run = async (work) => {
    const answer = await late(work);
    await held;
    return answer;
  };
  const checking = two.check();
  storage.run = real;
  await one.change(async () => {}, { ...note, target: "rule_1" });
  release();
  await checking;
  await one.change(async () => {}, { ...note, target: "rule_2" });
  expect(seen).toEqual([
    { kind: "rule", id: "rule_1" },
    { kind: "rule", id: "rule_2" },
  ]);
  stop();
});
