import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import { type Authority, type AuthorityOptions, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { eq } from "drizzle-orm";
import { decodeProtectedHeader } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { buildServices } from "../../src/app/build-services.ts";
import { readProjectSettings } from "../../src/config/project-settings.ts";
import { signingKeys } from "../../src/storage/schema.ts";
import { call, mint, tokenOf } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const DAY = 86_400_000;
const HOUR = 3_600_000;
let storage: AuthorityStorage;
let authority: Authority;
let key: string;
let time = 0;
let project = 0;
let projectId: string;
const faults: unknown[] = [];
const opened: Authority[] = [];

async function start(options: Partial<AuthorityOptions> = {}): Promise<Authority> {
  const made = await createAuthority({
    storage,
    issuer,
    projectId,
    now: () => time,
    onFault: (fault) => faults.push(fault),
    ...options,
  });
  opened.push(made);
  return made;
}

beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1, 12);
  projectId = `rotation-${++project}`;
  faults.length = 0;
  authority = await start();
  key = (await authority.keys.create({ name: "backend" })).key;
  return async () => {
    for (const each of opened.splice(0)) await each.close();
    expect(faults).toEqual([]);
  };
});

const token = async (from = authority) => tokenOf(await mint(from, key));
const kidOf = async (from = authority) => decodeProtectedHeader(await token(from)).kid;
const published = async (from = authority) => {
  const keys = (await call(from, "/.well-known/jwks.json")).body["keys"] as { kid: string }[];
  return keys.map(({ kid }) => kid);
};
const states = async () => (await authority.signingKeys.list()).map(({ state }) => state).sort();
/**
 * Requests tokens until the signing keys have the expected states. Each request triggers the key changes that are due.
 */
const until = async (expected: string[]) => {
  await vi.waitFor(
    async () => {
      await token();
      expect(await states()).toEqual(expected);
    },
    { timeout: 20_000, interval: 10 },
  );
};

test("rotates signing keys on schedule", async () => {
  const first = await kidOf();
  time += 90 * DAY - HOUR - 1;
  await token();
  expect(await states()).toEqual(["active"]);
  time += 1;
  await until(["active", "next"]);
  expect(await kidOf()).toBe(first);
  expect(await published()).toHaveLength(2);
  time += HOUR;
  await until(["active", "retired"]);
  const second = await kidOf();
  expect(second).not.toBe(first);
  expect(await published()).toEqual([first, second]);
  time += DAY;
  await until(["active"]);
  expect(await published()).toEqual([second]);
});

test("a verifier with a cached JWKS accepts every token during a rotation of the signing keys", async () => {
  const verify = createWorkspaceTokenVerifier({
    issuer,
    now: () => time,
    fetch: async (url) => authority.fetch(new Request(url)),
  });
  const second = await start();
  let last = "";
  const kids = new Set<string | undefined>();
  await authority.signingKeys.rotate();
  // Check every four minutes over three hours, at both processes, with the current and the previous token.
  for (let step = 0; step < 45; step++) {
    for (const from of [authority, second]) {
      const fresh = await token(from);
      kids.add(decodeProtectedHeader(fresh).kid);
      await expect(verify(fresh)).resolves.toMatchObject({ projectId });
      if (last) await expect(verify(last)).resolves.toMatchObject({ projectId });
      expect((await call(from, "/v1/threads", { bearer: last || fresh })).status).toBe(200);
      last = fresh;
    }
    time += 240_000;
    await authority.close();
  }
  expect(kids.size).toBe(2);
});

test("a verifier accepts every token that four processes issue while the signing keys rotate", async () => {
  const processes = await Promise.all([1, 2, 3].map(() => start()));
  const verify = createWorkspaceTokenVerifier({
    issuer,
    now: () => time,
    fetch: async (url) => authority.fetch(new Request(url)),
  });
  await verify(await token());
  await authority.signingKeys.rotate();
  time += HOUR;
  const kids = new Set<string | undefined>();
  for (let round = 0; round < 10; round++) {
    const fresh = await Promise.all([authority, ...processes, authority, ...processes].map((from) => token(from)));
    for (const each of fresh) kids.add(decodeProtectedHeader(each).kid);
    const results = await Promise.allSettled(fresh.map((each) => verify(each)));
    expect(results.filter(({ status }) => status === "rejected")).toEqual([]);
    for (const each of opened) await each.close();
  }
  expect(kids.size).toBe(2);
  expect(await states()).toEqual(["active", "retired"]);
});

test("a manual rotation creates a key that becomes active in an hour, and a repetition changes nothing", async () => {
  const rotated = await authority.signingKeys.rotate();
  expect(rotated).toMatchObject({ state: "next", algorithm: "ES256", activatedAt: new Date(time + HOUR) });
  time += 1000;
  expect(await authority.signingKeys.rotate()).toEqual(rotated);
  expect(await states()).toEqual(["active", "next"]);
});

test("S30 verifiers reject the tokens of a revoked signing key within ten minutes", async () => {
  const verify = createWorkspaceTokenVerifier({
    issuer,
    now: () => time,
    fetch: async (url) => authority.fetch(new Request(url)),
  });
  const second = await start();
  const before = await token();
  const [kid = ""] = await published();
  await verify(before);
  time += 1000;
  const unseen = await token();
  await authority.signingKeys.revoke(kid);
  expect(await published()).not.toContain(kid);
  expect(await kidOf()).not.toBe(kid);
  expect(await kidOf(second)).toBe(await kidOf());
  for (const from of [authority, second]) {
    expect(await call(from, "/v1/threads", { bearer: unseen })).toMatchObject({
      status: 403,
      body: { error: "JWT token is not valid" },
    });
  }
  const long = await start({ tokenLifetimeSeconds: 3600 });
  const forged = await token(long);
  const [current = ""] = await published();
  await authority.signingKeys.revoke(current);
  time += 600_000;
  await expect(verify(forged)).rejects.toMatchObject({ code: "invalid_token" });
  await expect(verify(await token())).resolves.toMatchObject({ projectId });
});

test("revoking the active signing key activates the waiting key", async () => {
  const first = (await kidOf()) ?? "";
  const next = await authority.signingKeys.rotate();
  await authority.signingKeys.revoke(first);
  expect(await kidOf()).toBe(next.kid);
  expect(await published()).toEqual([next.kid]);
  await authority.signingKeys.rotate();
  time += HOUR;
  await until(["active", "retired"]);
  await authority.signingKeys.revoke(next.kid);
  expect(await states()).toEqual(["active"]);
  await expect(authority.signingKeys.revoke(next.kid)).rejects.toMatchObject({ code: "not_found" });
});

test("a retired signing key has no private key in the database", async () => {
  await authority.signingKeys.rotate();
  time += HOUR;
  await until(["active", "retired"]);
  const rows = await storage.run((database) =>
    database.select().from(signingKeys).where(eq(signingKeys.projectId, projectId)),
  );
  expect(rows.find(({ state }) => state === "retired")?.sealedPrivateKey).toBe("");
  expect(rows.find(({ state }) => state === "active")?.sealedPrivateKey).toMatch(/^v1\./);
});

test("rotates the active signing key of each algorithm separately", async () => {
  const rsa = await start({ signingAlgorithm: "RS256" });
  const ecKid = await kidOf();
  const rsKid = await kidOf(rsa);
  await rsa.signingKeys.rotate();
  time += HOUR;
  await vi.waitFor(async () => expect(await kidOf(rsa)).not.toBe(rsKid), { timeout: 20_000, interval: 10 });
  expect(await kidOf()).toBe(ecKid);
  const list = await authority.signingKeys.list();
  expect(list.map(({ algorithm, state }) => `${algorithm} ${state}`).sort()).toEqual([
    "ES256 active",
    "RS256 active",
    "RS256 retired",
  ]);
  await expect(authority.signingKeys.rotate({ algorithm: "EdDSA" })).rejects.toMatchObject({ code: "not_found" });
});

test("ten concurrent rotations, and ten concurrent revocations, leave one active signing key", async () => {
  const processes = await Promise.all(Array.from({ length: 9 }, () => start()));
  const all = [authority, ...processes];
  const rotated = await Promise.all(all.map((each) => each.signingKeys.rotate()));
  expect(new Set(rotated.map(({ kid }) => kid)).size).toBe(1);
  const active = (await authority.signingKeys.list()).find(({ state }) => state === "active")?.kid ?? "";
  const revoked = await Promise.allSettled(all.map((each) => each.signingKeys.revoke(active)));
  expect(revoked.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await states()).toEqual(["active"]);
});

test("if the previous secret is configured, encrypts the signing keys again with the current secret", async () => {
  const kid = await kidOf();
  const [secret, later] = ["a new secret of the tests, long enough...", "another one of the tests, long enough..."];
  await expect(start({ secret })).rejects.toMatchObject({
    code: "secret_mismatch",
    remedy: expect.stringContaining("AUTHORITY_SECRET_PREVIOUS"),
  });
  const changed = await start({ secret, previousSecret: storage.localSecret ?? "" });
  expect(await kidOf(changed)).toBe(kid);
  await vi.waitFor(() => start({ secret }), { timeout: 20_000 });
  vi.stubEnv("AUTHORITY_SECRET_PREVIOUS", secret);
  expect(await kidOf(await start({ secret: later }))).toBe(kid);
  vi.unstubAllEnvs();
  await vi.waitFor(() => start({ secret: later }), { timeout: 20_000 });
  await expect(start()).rejects.toMatchObject({ code: "secret_mismatch" });
});

test("rotating or revoking a signing key with the wrong secret fails and changes no signing key", async () => {
  const settings = readProjectSettings(storage, { projectId, secret: "not the secret of this database at all" });
  const wrong = buildServices(storage, { ...settings, issuer: null });
  const [{ kid } = { kid: "" }] = await authority.signingKeys.list();
  await expect(wrong.signingKeys.rotate({}, { actor: "cli" })).rejects.toMatchObject({ code: "secret_mismatch" });
  await expect(wrong.signingKeys.revoke(kid, { actor: "cli" })).rejects.toMatchObject({ code: "secret_mismatch" });
  expect(await states()).toEqual(["active"]);
});

test.each([
  { everySeconds: 86_399 },
  { everySeconds: 0 },
  { publishAheadSeconds: 3599 },
  { retainSeconds: 899 },
  { retainSeconds: 2_592_001 },
  { every: "90d" },
])("rejects the rotation schedule %j", async (signingKeyRotation) => {
  await expect(start({ signingKeyRotation } as Partial<AuthorityOptions>)).rejects.toMatchObject({
    code: "invalid_setting",
    message: expect.stringContaining("signingKeyRotation"),
  });
});

test("S97 signing keys rotate on schedule again after the clock was years ahead for one request", async () => {
  const first = await kidOf();
  const right = time;
  time += 9 * 365 * DAY;
  await kidOf();
  await authority.close();
  time = right;
  // Each request performs at most one step of the rotation, so send several.
  for (let minute = 0; minute < 10; minute++) {
    await kidOf();
    await authority.close();
    time += 61_000;
  }
  const latest = (await authority.signingKeys.list()).map(({ activatedAt, retiredAt }) =>
    Math.max(activatedAt.getTime(), retiredAt?.getTime() ?? 0),
  );
  expect(Math.max(...latest)).toBeLessThan(time + 31 * DAY);
  expect(await published()).toContain(first);
  time += 200 * DAY;
  await kidOf();
  await authority.close();
  time += 2 * HOUR;
  await kidOf();
  await authority.close();
  expect(await kidOf()).not.toBe(first);
});
