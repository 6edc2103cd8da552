import { type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAuditLog } from "../../src/activity/audit-log.ts";
import { createSettingsVersion } from "../../src/changes/settings-version.ts";
import { auditLog, projects } from "../../src/storage/schema.ts";
import { mint } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const NOW = Date.UTC(2026, 0, 1, 12);
let storage: AuthorityStorage;
beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());

const keepAll = (projectId: string) => ({ projectId, auditRetentionDays: null, now: () => NOW });
const makeProject = (id: string) => ({ id, name: id, createdAt: new Date(NOW) });
const storedProjects = async () =>
  (await storage.run((database) => database.select().from(projects))).map(({ id }) => id);

test("writes a change of the settings and its audit entry in one transaction", async () => {
  const version = createSettingsVersion(storage, "together", () => NOW);
  const log = createAuditLog(storage, keepAll("together"));
  const add = (id: string, fails: "change" | "note" | null) =>
    version.change(
      async (database) => {
        await database.insert(projects).values(makeProject(id));
        if (fails === "change") throw new Error("the change fails");
      },
      () => {
        if (fails === "note") throw new Error("the note fails");
        return { actor: "cli", action: "project.create", target: id, details: { name: id } };
      },
    );
  await add("one", null);
  await expect(add("two", "change")).rejects.toThrow();
  await expect(add("three", "note")).rejects.toThrow();
  expect(await storedProjects()).toEqual(["one"]);
  expect(await log.list()).toEqual({
    entries: [
      {
        id: expect.any(Number),
        at: new Date(NOW),
        actor: "cli",
        admin: null,
        action: "project.create",
        target: "one",
        details: { name: "one" },
      },
    ],
    next: null,
  });
});

test("writes no audit entry for a settings change if the caller supplies no audit details", async () => {
  const version = createSettingsVersion(storage, "silent", () => NOW);
  await version.change(
    async () => {},
    () => null,
  );
  await version.change(async () => {});
  expect((await createAuditLog(storage, keepAll("silent")).list()).entries).toEqual([]);
});

test("a project's list of audit entries contains no entry of another project", async () => {
  const make = (projectId: string) => createAuthority({ storage, issuer, projectId, now: () => NOW });
  const [mine, other] = [await make("mine"), await make("other")];
  const ids: string[] = [];
  for (let count = 0; count < 5; count++) ids.unshift((await mine.keys.create({ name: "n" })).id);
  await other.keys.create({ name: "n" });
  const seen: string[] = [];
  let before: number | null | undefined;
  do {
    const page = await mine.audit.list({ action: "api_key", limit: 2, ...(before ? { before } : {}) });
    seen.push(...page.entries.map(({ target }) => target));
    before = page.next;
  } while (before !== null);
  expect(seen).toEqual(ids);
  // `%` is not a wildcard, because the filter compares the exact name of a group of actions.
  expect((await mine.audit.list({ action: "api%" })).entries).toEqual([]);
  for (const options of [{ limit: 0 }, { limit: 201 }, { limit: 1.5 }, { before: 0 }]) {
    await expect(mine.audit.list(options)).rejects.toMatchObject({ code: "invalid_setting" });
  }
});

test("the background clean-up applies a project's retention period only to audit entries of that project", async () => {
  const DAY_MS = 86_400_000;
  const clock = { time: NOW };
  const options = { storage, issuer, now: () => clock.time };
  const [short, kept] = [
    await createAuthority({ ...options, projectId: "short", auditRetentionDays: 30 }),
    await createAuthority({ ...options, projectId: "kept", auditRetentionDays: null }),
  ];
  const { key } = await short.keys.create({ name: "old" });
  await kept.keys.create({ name: "old" });
  const names = async ({ audit }: typeof short) =>
    (await audit.list({ action: "api_key" })).entries.map(({ details }) => details["name"]);
  clock.time += 29 * DAY_MS;
  await short.keys.create({ name: "young" });
  const pass = async (days: number) => {
    clock.time += days * DAY_MS;
    for (const authority of [short, kept]) {
      await mint(authority, key);
      // `close` waits until the old entries have been deleted.
      await authority.close();
    }
  };
  await pass(0.9);
  expect(await names(short)).toEqual(["young", "old"]);
  await pass(0.2);
  expect(await names(short)).toEqual(["young"]);
  expect(await names(kept)).toEqual(["old"]);
});

test("deletes expired audit entries in batches until none remain", async () => {
  const log = createAuditLog(storage, { projectId: "long", auditRetentionDays: 1, now: () => NOW });
  const entry = { projectId: "long", actor: "cli", action: "rule.create", target: "t" };
  const old = Array.from({ length: 2500 }, () => ({ ...entry, at: new Date(NOW - 90_000_000) }));
  await storage.run((database) => database.insert(auditLog).values([...old, { ...entry, at: new Date(NOW) }]));
  await log.deleteExpired();
  expect((await log.list()).entries).toHaveLength(1);
});

test("keeps an audit entry whose age is exactly the retention period", async () => {
  const log = createAuditLog(storage, { projectId: "edge", auditRetentionDays: 1, now: () => NOW });
  const entry = { projectId: "edge", actor: "cli", action: "rule.create", target: "t" };
  const entries = [86_400_001, 86_400_000].map((age) => ({ ...entry, at: new Date(NOW - age) }));
  await storage.run((database) => database.insert(auditLog).values(entries));
  await log.deleteExpired();
  expect((await log.list()).entries.map(({ at }) => NOW - at.getTime())).toEqual([86_400_000]);
});
