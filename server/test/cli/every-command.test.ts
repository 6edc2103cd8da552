import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthorityServer, createAuthority, openStorage, serveAuthority } from "assistant-cloud-server";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { createProgram } from "../../src/cli/create-program.ts";
import { flagOf } from "../../src/cli/rules/add-rule.ts";
import { runCli } from "../../src/cli/run-cli.ts";
import type { Preset } from "../../src/rules/presets/preset.ts";
import { presets } from "../../src/rules/presets/presets.ts";
import { exampleInput } from "../rules/presets/provider-page.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const secret = "a secret of the command tests, long enough";
let folder: string;
let postgres: TestPostgres;
let kid: string;
let threadsFile: string;
/** A cloud that responds with 404 to every request. */
let cloud: AuthorityServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-commands-"));
  postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  const authority = await createAuthority({ storage, issuer: "https://auth.example.com", secret });
  kid = (await authority.signingKeys.list())[0]?.kid ?? "";
  await authority.close();
  await storage.close();
  threadsFile = join(folder, "threads.jsonl");
  await writeFile(threadsFile, `${JSON.stringify(madeThread)}\n`);
  const fetch = async () => new Response(null, { status: 404 });
  cloud = await serveAuthority({ authority: { fetch }, port: 0 });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await cloud.close();
  await postgres.remove();
  await rm(folder, { recursive: true, force: true });
});

const at = "2026-01-01T00:00:00.000Z";
const madeThread = {
  ...{ type: "thread", workspace_id: "w", id: "thread_0made", user_id: "ada", external_id: null, title: "Made" },
  ...{ is_archived: false, created_at: at, updated_at: at, last_message_at: at, metadata: null },
};

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

/**
 * Valid arguments for each command. With these arguments, the commands in `FINDS_FAULTS` exit with 1, and all other
 * commands exit with 0.
 */
const given: Record<string, () => Promise<string[]>> = {
  serve: async () => ["--port", String(await freePort()), "--log-level", "silent", "--no-dashboard"],
  // `doctor` runs before a rule exists, because it would fetch the rule's keys.
  doctor: async () => [],
  "keys create": async () => ["--name", "n"],
  "keys list": async () => [],
  "keys rotate": async () => [await makeKey()],
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
  "admin create": async () => ["grace"],
  "admin list": async () => [],
  "admin remove": async () => ["grace"],
  audit: async () => [],
  export: async () => [],
  import: async () => [join(folder, "settings.json")],
  openapi: async () => [],
  "threads import": async () => [threadsFile],
  "threads list": async () => [],
  "threads show": async () => ["thread_0made"],
  "threads export": async () => ["--out", join(folder, "out.jsonl")],
  "threads delete": async () => ["thread_0made", "--yes"],
  "users list": async () => [],
  "users sign-out": async () => ["ada", "--yes"],
  "users erase": async () => ["ada", "--yes"],
  dev: async () => ["--port", String(await freePort()), "--data", join(folder, "dev")],
  conform: async () => [cloud.url, "--token-command", "echo nothing", "--format", "json"],
};
for (const [name, preset] of Object.entries<Preset>(presets)) {
  const input = Object.entries(exampleInput(preset));
  given[`rules add ${name}`] = async () =>
    input.flatMap(([field, value]) =>
      value === true ? [flagOf(field)] : value === false ? [] : [flagOf(field), value],
    );
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
/** The commands that need no database, so a missing database cannot make them fail. */
const WITHOUT_DATABASE = new Set(["rules presets", "openapi", "dev", "conform"]);
/** The commands that always write JSON and have no option `--json`. */
const WITHOUT_JSON = ["openapi", "conform", "threads export"];
/** The commands that exit with 1, because `given` makes them check an invalid token or an incompatible cloud. */
const FINDS_FAULTS = ["rules test", "conform"];
/** The commands that print their results on standard output even if they exit with 1. */
const REPORTS = new Set(["doctor"]);

describe("every command of the command line", () => {
  test.each(all)("`$name` --help exits with 0 and describes the command and each option", async ({ name, command }) => {
    const { code, stdout, stderr } = await run([...words(name), "--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^Usage: assistant-cloud-server/);
    for (const described of [command, ...command.options, ...command.registeredArguments]) {
      const text = typeof described.description === "function" ? described.description() : described.description;
      expect(text).toMatch(/\w{2}/);
    }
    for (const { flags } of command.options) expect(stdout).toContain(flags);
  });

  test.each(leaves)("`%s` with an unknown option exits with 1 and prints an error", async (name) => {
    const { code, stdout, stderr } = await run([...words(name), "--no-such-option"]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^error: .*'--no-such-option'|^error: required option/);
  });
});

test("every command of the command line has a test in this file", () => {
  expect(Object.keys(given).sort()).toEqual([...leaves].sort());
});

// The commands run in this order, because some commands undo earlier ones.
test.each(Object.entries(given))(
  "`%s` writes JSON and exits with 0, or with 1 if the command checks an invalid token or an incompatible cloud",
  { timeout: 60_000 },
  async (name, args) => {
    if (name === "import") await writeFile(join(folder, "settings.json"), (await run(["export"])).stdout);
    const options = WITHOUT_JSON.includes(name) ? [] : ["--json"];
    const command = [...words(name), ...(await args()), ...options];
    // `serve` runs until it receives a signal.
    const before = process.listeners("SIGTERM");
    const end = () => {
      for (const listener of process.listeners("SIGTERM")) if (!before.includes(listener)) listener("SIGTERM");
    };
    const { code, stdout, stderr } = await run(command, postgres.url, end);
    expect(code, stderr).toBe(FINDS_FAULTS.includes(name) ? 1 : 0);
    if (name === "threads export") expect(await readFile(join(folder, "out.jsonl"), "utf8")).toContain("thread_0made");
    else expect(JSON.parse(stdout)).toEqual(expect.anything());
    if (code === 0) expect(stderr).toBe("");
  },
);

test.each(leaves.filter((name) => !WITHOUT_DATABASE.has(name)))(
  "if the database is unreachable, `%s` --json exits with 1 and prints an error with its remedy as JSON",
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
