import { beforeEach, expect, test } from "vitest";
import type { ProjectSettings } from "../../src/config/project-settings.ts";
import type { AuthRule } from "../../src/rules/auth-rule.ts";
import { createLiveRules, type LiveRules } from "../../src/rules/live-rules.ts";

const settings = { projectId: "p", allowInsecureJwks: false, now: Date.now, onEvent: null } as ProjectSettings;
let stored: Map<string, AuthRule>;
/** The database reads so far. A read is "all" or a list of rule ids. */
let reads: (string | readonly string[])[];
/** The promise that delays the next read; null if the next read has no delay. */
let hold: { until: Promise<void> } | null;
let live: LiveRules;

function save(id: string, name: string, issuer = `https://${id}.example`): void {
  const jwksUrl = `https://${id}.example/jwks`;
  stored.set(id, { id, name, issuers: [issuer], jwksUrl, enabled: true, createdAt: new Date(0) } as AuthRule);
}

/** Simulates a database read. Adds `read` to `reads`, waits for the promise in `hold`, and returns `rules`. */
async function answer(read: string | readonly string[], rules: AuthRule[]): Promise<AuthRule[]> {
  reads.push(read);
  const held = hold;
  hold = null;
  await held?.until;
  return rules;
}

const names = async (issuer = "https://a.example") =>
  (await live.get()).ofIssuer(issuer).map(({ rule: { name } }) => name);

beforeEach(() => {
  stored = new Map();
  reads = [];
  hold = null;
  live = createLiveRules(
    {
      list: () => answer("all", [...stored.values()]),
      pick: (ids) =>
        answer(
          ids,
          [...stored.values()].filter(({ id }) => ids.includes(id)),
        ),
    },
    settings,
  );
  save("a", "a1");
  save("b", "b1");
});

function holdNextRead(): () => void {
  let release = () => {};
  hold = {
    until: new Promise((resolve) => {
      release = resolve;
    }),
  };
  return () => release();
}

test("reloads only the changed rules and drops the deleted rules", async () => {
  expect(await names()).toEqual(["a1"]);
  save("a", "a2", "https://moved.example");
  live.markStale("a");
  expect(await names()).toEqual([]);
  expect(await names("https://moved.example")).toEqual(["a2"]);
  stored.delete("b");
  live.markStale("b");
  expect(await names("https://b.example")).toEqual([]);
  save("c", "c1");
  live.markStale("c");
  expect(await names("https://c.example")).toEqual(["c1"]);
  expect(reads).toEqual(["all", ["a"], ["b"], ["c"]]);
});

test("a rule keeps its JWKS cache when the rule's name or another rule changes", async () => {
  const jwks = async () => (await live.get()).ofIssuer("https://a.example")[0]?.jwks;
  const before = await jwks();
  save("a", "a2");
  live.markStale("a");
  expect(await jwks()).toBe(before);
  live.markStale(null);
  expect(await jwks()).toBe(before);
  stored.delete("a");
  live.markStale("a");
  await live.get();
  save("a", "a3");
  live.markStale("a");
  expect(await jwks()).not.toBe(before);
});

test("applies a rule change that occurs during the first read of the rules", async () => {
  const release = holdNextRead();
  const first = names();
  save("a", "a2");
  live.markStale("a");
  release();
  expect(await first).toEqual(["a2"]);
  expect(reads).toEqual(["all", ["a"]]);
});

test("a rule change during a read of changed rules causes another read", async () => {
  await live.get();
  save("a", "a2");
  live.markStale("a");
  const release = holdNextRead();
  const second = names();
  save("a", "a3");
  live.markStale("a");
  release();
  expect(await second).toEqual(["a3"]);
});

test("a caller that arrives during a read of changed rules gets the new versions", async () => {
  await live.get();
  save("a", "a2");
  live.markStale("a");
  const release = holdNextRead();
  const first = live.get();
  const second = names();
  release();
  await first;
  expect(await second).toEqual(["a2"]);
  expect(reads).toEqual(["all", ["a"]]);
});

test("discards the rules from a read if all cached rules were marked as stale during the read", async () => {
  const release = holdNextRead();
  const first = live.get();
  save("a", "a2");
  live.markStale(null);
  expect(await names()).toEqual(["a2"]);
  release();
  await first;
  expect(await names()).toEqual(["a2"]);
});

test("after a failed read of changed rules, the next caller gets the new versions", async () => {
  await live.get();
  save("a", "a2");
  live.markStale("a");
  hold = { until: Promise.reject(new Error("away")) };
  await expect(live.get()).rejects.toThrow("away");
  expect(await names()).toEqual(["a2"]);
});

test("concurrent callers share a single read of the rules", async () => {
  await Promise.all([names(), names(), names()]);
  expect(reads).toEqual(["all"]);
  for (let count = 0; count < 600; count++) live.markStale(`r${count}`);
  await names();
  expect(reads[1]).toEqual("all");
});
