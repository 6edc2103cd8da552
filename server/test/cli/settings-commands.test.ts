import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { runCli } from "../../src/cli/run-cli.ts";
import { holdFolder } from "../support/hold-folder.ts";

const TIMEOUT_MS = 120_000;
let folder: string;
let release: () => Promise<void>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-commands-"));
  release = await holdFolder(join(folder, "data"));
}, TIMEOUT_MS);
afterAll(async () => {
  await release();
  await rm(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", undefined);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    });
  }
  try {
    return { code: await runCli([...args, "--data", join(folder, "data")]), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(...args, "--json");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  return JSON.parse(stdout);
};

test("for an invalid date, the error of `users sign-out` names the option --issued-before", async () => {
  const { code, stderr } = await run("users", "sign-out", "ada", "--issued-before", "yesterday", "--yes", "--json");
  expect(code).not.toBe(0);
  expect(stderr).toContain("--issued-before");
  expect(stderr).toContain("It must be a date");
});

test("`keys create --expires` sets a key's expiry; `keys rotate --overlap` sets when the rotated key expires", {
  timeout: TIMEOUT_MS,
}, async () => {
  const created = await json("keys", "create", "--name", "backend", "--expires", "90d");
  expect(Date.parse(created.expiresAt) - Date.parse(created.createdAt)).toBeCloseTo(90 * 86_400_000, -5);
  const rotated = await json("keys", "rotate", created.id, "--overlap", "2h");
  expect(rotated.key).toMatch(/^sk_aui_proj_default_0/);
  const list = await json("keys", "list");
  const old = list.find(({ id }: { id: string }) => id === created.id);
  expect(old).toMatchObject({ status: "active", replacedBy: rotated.id });
  expect(Date.parse(old.expiresAt) - Date.parse(rotated.createdAt)).toBe(7_200_000);
  expect(await run("keys", "rotate", created.id)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining("already been rotated"),
  });
});

test("the command `signing-keys` lists, rotates and revokes signing keys", { timeout: TIMEOUT_MS }, async () => {
  const [first] = await json("signing-keys", "list");
  expect(first).toMatchObject({ algorithm: "ES256", state: "active" });
  expect(JSON.stringify(first)).not.toMatch(/sealed|private|"d"/);
  const [next] = await json("signing-keys", "rotate", "--publish-ahead", "2h");
  expect(next).toMatchObject({ state: "next" });
  expect(Date.parse(next.activatedAt) - Date.parse(next.createdAt)).toBeCloseTo(7_200_000, -5);
  expect(await run("signing-keys", "revoke", first.kid)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Revoked .*within 10 minutes\.\n$/),
  });
  expect(await json("signing-keys", "list")).toEqual([expect.objectContaining({ kid: next.kid, state: "active" })]);
  expect(await run("signing-keys", "revoke", first.kid)).toMatchObject({ code: 1 });
});

test("`projects` adds, lists and removes projects, and `origins` adds, lists and removes origins", {
  timeout: TIMEOUT_MS,
}, async () => {
  expect(await json("projects", "add", "acme", "--name", "Acme")).toMatchObject({ id: "acme", name: "Acme" });
  expect(await json("origins", "add", "https://acme.example", "--project", "acme")).toEqual(["https://acme.example"]);
  expect(await json("origins", "list")).toEqual([]);
  expect(await run("origins", "add", "http://acme.example")).toMatchObject({ code: 1, stdout: "" });
  expect((await run("projects", "list")).stdout).toMatch(/acme +Acme +\S+ +https:\/\/acme\.example\n/);
  expect(await json("origins", "remove", "https://acme.example", "--project", "acme")).toEqual([]);
  expect(await run("projects", "remove", "acme")).toMatchObject({ code: 1 });
  expect(await json("projects", "remove", "acme", "--yes")).toEqual({ id: "acme", removed: true });
  expect(await json("projects", "list")).toEqual([]);
});

test.each([
  ["keys", "create", "--name", "n", "--expires", "soon"],
  ["keys", "create", "--name", "n", "--expires", "7d", "--expires-at", "2030-01-01"],
  ["keys", "rotate", "key_0x", "--overlap", "31d"],
  ["signing-keys", "rotate", "--publish-ahead", "59m"],
  ["signing-keys", "rotate", "--algorithm", "HS256"],
  ["serve", "--rotate-every", "1h"],
  ["serve", "--trusted-proxy", "10.0.0.0/99"],
  ["serve", "--trusted-proxy", "10.0.0.0/8", "--trusted-proxy-count", "1"],
  ["serve", "--anonymous-limit", "0"],
  ["serve", "--refresh-lifetime", "1m"],
])("the command line exits with 1 for invalid arguments such as `%s %s %s …`", async (...args) => {
  const { code, stdout } = await run(...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
});
