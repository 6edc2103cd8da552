import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createAuthority, openStorage } from "assistant-cloud-server";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { createProgram } from "../../src/cli/create-program.ts";
import { flagOf } from "../../src/cli/rules/add-rule.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import { fieldsOf } from "../../src/rules/presets/preset.ts";
import { presets } from "../../src/rules/presets/presets.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const secret = "a secret of the command tests, long enough";
let folder: string;
let postgres: TestPostgres;
let kid: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-commands-"));
  postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com", secret });
  kid = (await authority.signingKeys.list())[0]?.kid ?? "";
  await authority.close();
  await storage.close();
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await postgres.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Runs a command on a database; what it prints is caught. */
async function run(args: readonly string[], databaseUrl = postgres.url, onPrint = () => {}) {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", databaseUrl);
  vi.stubEnv("AUTHORITY_SECRET", secret);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
      onPrint();
      return true;
    });
  }
  try {
    return { code: await runCli(args), ...printed };
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
const runJson = async (args: readonly string[]) => JSON.parse((await run([...args, "--json"])).stdout);
const makeKey = async (): Promise<string> => (await runJson(["keys", "create", "--name", "n"])).id;
const custom = [
  ...["rules", "add", "custom", "--name", "n", "--issuer", "https://idp.example.com"],
  ...["--jwks-url", "https://idp.example.com/jwks", "--any-audience"],
];
const makeRule = async (): Promise<string> => (await runJson(custom)).id;

/** What each command is given besides its name, to succeed. */
const given: Record<string, () => Promise<string[]>> = {
  serve: async () => ["--port", String(await freePort()), "--log-level", "silent", "--no-dashboard"],
  // Before there is a rule, whose keys it would fetch.
  doctor: async () => [],
  "keys create": async () => ["--name", "n"],
  "keys list": async () => [],
  "keys roll": async () => [await makeKey()],
  "keys revoke": async () => [await makeKey()],
  "rules add custom": async () => custom.slice(3),
  "rules list": async () => [],
  "rules presets": async () => [],
  "rules test": async () => ["nothing"],
  "rules enable": async () => [await makeRule()],
  "rules disable": async () => [await makeRule()],
  "rules remove": async () => [await makeRule()],
  "signing-keys list": async () => [],
  "signing-keys rotate": async () => [],
  "signing-keys revoke": async () => [kid],
  "projects add": async () => ["acme"],
  "projects list": async () => [],
  "projects remove": async () => ["acme", "--yes"],
  "origins list": async () => [],
  "origins add": async () => ["https://a.example.com"],
  "origins remove": async () => ["https://a.example.com"],
  "admin reset": async () => [],
  audit: async () => [],
  export: async () => [],
  import: async () => [join(folder, "settings.json")],
  openapi: async () => [],
};
for (const [name, preset] of Object.entries(presets)) {
  const needed = fieldsOf(preset).filter(([, field]) => field.required);
  given[`rules add ${name}`] = async () => [
    ...needed.flatMap(([field, { example }]) => [flagOf(field), example]),
    // One of two will do for these, so neither must be given.
    ...(name === "supabase" ? ["--project-ref", "abcdefghijklmnopqrst"] : []),
    ...(name === "clerk" ? ["--audience", "assistant-ui"] : []),
  ];
}

interface Found {
  name: string;
  command: Command;
}
const find = (command: Command, path: readonly string[]): Found[] => [
  { name: path.join(" "), command },
  ...command.commands.flatMap((each) => find(each, [...path, each.name()])),
];
const all = find(await createProgram(), []);
const leaves = all.filter(({ command }) => command.commands.length === 0).map(({ name }) => name);
const words = (name: string) => name.split(" ").filter((word) => word !== "");
/** Needs no database, so it cannot fail by one. */
const WITHOUT_DATABASE = new Set(["rules presets", "openapi"]);
/** Says what it found on standard output, also when it ends with 1. */
const REPORTS = new Set(["doctor"]);

describe("every command", () => {
  test.each(all)("`$name` --help ends with 0 and says what it and each option does", async ({ name, command }) => {
    const { code, stdout, stderr } = await run([...words(name), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: assistant-cloud-server/);
    for (const described of [command, ...command.options, ...command.registeredArguments]) {
      const text = typeof described.description === "function" ? described.description() : described.description;
      expect(text).toMatch(/\w{2}/);
    }
    for (const { flags } of command.options) expect(stdout).toContain(flags);
  });

  test.each(leaves)("`%s` with an option that is not there ends with 1 and says so", async (name) => {
    const { code, stdout, stderr } = await run([...words(name), "--no-such-option"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: .*'--no-such-option'|^error: required option/);
  });
});

test("each command is among those that are run here", () => {
  expect(Object.keys(given).sort()).toEqual([...leaves].sort());
});

// In this order, since some undo what those before did.
test.each(Object.entries(given))(
  "`%s` --json ends with 0 and prints one JSON value",
  { timeout: 60_000 },
  async (name, args) => {
    if (name === "import") await writeFile(join(folder, "settings.json"), (await run(["export"])).stdout);
    const options = name === "openapi" ? [] : ["--json"];
    const command = [...words(name), ...(await args()), ...options];
    // `serve` goes on until it is told to end.
    const before = process.listeners("SIGTERM");
    const end = () => {
      for (const listener of process.listeners("SIGTERM")) if (!before.includes(listener)) listener("SIGTERM");
    };
    const { code, stdout, stderr } = await run(command, postgres.url, end);
    // A token that is none is refused, and the report says why.
    expect(code, stderr).toBe(name === "rules test" ? 1 : 0);
    expect(JSON.parse(stdout)).toEqual(expect.anything());
    if (code === 0) expect(stderr).toBe("");
  },
);

test.each(leaves.filter((name) => !WITHOUT_DATABASE.has(name)))(
  "`%s` --json without its database ends with 1, with what is wrong and what to do as JSON",
  { timeout: 60_000 },
  async (name) => {
    const args = (await given[name]?.()) ?? [];
    const away = `postgres://user:hunter2@127.0.0.1:${await freePort()}/db`;
    const { code, stdout, stderr } = await run([...words(name), ...args, "--json"], away);
    expect(code, stderr).toBe(1);
    expect(stdout + stderr).not.toContain("hunter2");
    if (REPORTS.has(name)) {
      expect(JSON.parse(stdout)).toMatchObject({ ok: false });
      return;
    }
    expect(stdout).toBe("");
    expect(JSON.parse(stderr)).toEqual({
      error: {
        code: "storage_unreachable",
        message: expect.stringMatching(/does not answer\.$/),
        remedy: expect.any(String),
      },
    });
  },
);
