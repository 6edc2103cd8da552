import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { runCli } from "../../src/cli/run-cli.ts";

const main = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const TIMEOUT_MS = 120_000;
let folder: string;
const children = new Set<ChildProcess>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "authority-cli-"));
});
afterEach(() => {
  for (const child of children) child.kill("SIGKILL");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function start(args: readonly string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", main, ...args], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"], ...environment },
  });
  children.add(child);
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => (output.stdout += chunk));
  child.stderr.on("data", (chunk) => (output.stderr += chunk));
  const ended = new Promise<number | null>((resolve) =>
    child.once("close", (code) => {
      children.delete(child);
      resolve(code);
    }),
  );
  return { child, output, ended };
}

/** Runs a command in this process, because a child process is slower. Returns the exit code and the output. */
async function run(args: readonly string[], environment: Record<string, string> = {}) {
  const printed = { stdout: "", stderr: "" };
  vi.stubEnv("DATABASE_URL", environment["DATABASE_URL"]);
  for (const name of ["stdout", "stderr"] as const) {
    vi.spyOn(process[name], "write").mockImplementation((text) => {
      printed[name] += String(text);
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

const data = () => ["--data", join(folder, "data")];

test("a server accepts keys and rules that were created on the command line", {
  timeout: TIMEOUT_MS,
}, async () => {
  const created = await run(["keys", "create", "--name", "backend", "--json", ...data()]);
  expect(created).toMatchObject({ code: 0, stderr: "" });
  const { id, key } = JSON.parse(created.stdout) as { id: string; key: string };
  const added = await run([
    ...["rules", "add", "--name", "clerk", "--issuer", "https://clerk.example.com", "--any-audience"],
    ...["--jwks-url", "https://clerk.example.com/.well-known/jwks.json", ...data()],
  ]);
  expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Added rule_0\w{24}\.\n$/) });

  const port = await freePort();
  const metricsPort = await freePort();
  const { child, output, ended } = start([
    ...["serve", "--port", String(port), "--algorithm", "EdDSA", "--metrics-port", String(metricsPort), ...data()],
  ]);
  await vi.waitFor(() => expect(output.stdout).toContain("\n"), { timeout: TIMEOUT_MS, interval: 50 });
  const url = `http://127.0.0.1:${port}`;
  const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  expect(output.stdout).toBe(`Authority ready at ${url} (issuer ${url}, database folder)\nMetrics: ${metrics}\n`);
  const headers = { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace-1" };
  const reply = await fetch(`${url}/v1/auth/tokens`, { method: "POST", headers });
  const { token } = (await reply.json()) as { token: string };
  expect(JSON.parse(atob(token.split(".")[0] ?? ""))).toMatchObject({ alg: "EdDSA" });

  expect(await (await fetch(metrics)).text()).toContain('authority_requests_total{route="mint",status="200"} 1\n');

  // The server has locked the folder, so it executes the command for the CLI.
  expect(await run(["keys", "list", ...data()])).toMatchObject({ code: 0, stdout: expect.stringContaining(id) });

  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  // Check the log, which is on standard error.
  expect(output.stderr).not.toContain(key);
  const lines = output.stderr.trim().split("\n");
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: "info", msg: "started", url, issuer: url, storage: "folder", metrics }),
    expect.objectContaining({ msg: "request", route: "mint", status: 200, apiKey: id }),
    expect.objectContaining({ msg: "stopping", signal: "SIGTERM" }),
    expect.objectContaining({ msg: "stopped" }),
  ]);
  expect(await readdir(join(folder, "data", "locks"))).toEqual([]);

  const listed = await run(["keys", "list", "--json", ...data()]);
  expect(JSON.parse(listed.stdout)).toEqual([
    expect.objectContaining({ id, name: "backend", status: "active", lastUsedAt: expect.any(String) }),
  ]);
  expect(listed.stdout).not.toContain(key);
  expect(await run(["keys", "revoke", id, ...data()])).toMatchObject({ code: 0, stdout: `Revoked ${id}.\n` });
  expect(await run(["keys", "revoke", id, "--json", ...data()])).toMatchObject({
    code: 1,
    stdout: "",
    stderr: expect.stringContaining('"code":"not_found"'),
  });
  const rules = await run(["rules", "list", ...data()]);
  expect(rules.stdout).toMatch(/^ID .*\nrule_0\w+ +clerk +https:\/\/clerk\.example\.com +\(any\) +\$\{sub\} /);
});

test("for an invalid JWKS URL, `rules add` prints the reason and the remedy", { timeout: TIMEOUT_MS }, async () => {
  const rule = [
    "rules",
    "add",
    "--name",
    "n",
    "--issuer",
    "https://i.example.com",
    "--audience",
    "a",
    "--data",
    join(folder, "rules"),
  ];
  const { code, stderr, stdout } = await run([...rule, "--jwks-url", "https://192.168.0.1/jwks"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^error: The auth rule was not saved: `jwksUrl` must not point at a private .*\n$/);
});

test("if the port is in use or the database is unreachable, a command prints one line and exits with 1", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { port, close } = await listenOnFreePort(createServer());
  const busy = await run(["serve", "--port", String(port), ...data()]);
  expect(busy).toMatchObject({ code: 1, stdout: "" });
  expect(busy.stderr).toMatch(new RegExp(`^error: Port ${port} is in use .*\\n$`));
  expect(await readdir(join(folder, "data", "locks"))).toEqual([]);
  await close();

  const away = `postgres://user:hunter2@127.0.0.1:${await freePort()}/db`;
  const unreachable = await run(["keys", "list", ...data()], { DATABASE_URL: away });
  expect(unreachable).toMatchObject({ code: 1, stdout: "" });
  expect(unreachable.stderr).toMatch(/^error: PostgreSQL at 127\.0\.0\.1:\d+\/db does not answer\. .*\n$/);
  expect(unreachable.stderr).not.toContain("hunter2");
});

test("a command prints a single line with the remedy for an invalid option", async () => {
  expect(await run(["serve", "--prot", "8787"])).toEqual({
    code: 1,
    stdout: "",
    stderr: "error: unknown option '--prot' (Did you mean --port?) Add --help for usage.\n",
  });
  expect((await run(["keys", "create"])).stderr).toBe(
    "error: required option '--name <name>' not specified. Add --help for usage.\n",
  );
});

test("`--version` prints the package's version", async () => {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  for (const flag of ["--version", "-V"]) {
    expect(await run([flag])).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
  }
});

test.each([
  [["--help"], 0],
  [["serve", "--help"], 0],
  [["rules", "add", "--help"], 0],
  [["serve", "--port", "eighty"], 1],
  [["serve", "--algorithm", "HS256"], 1],
  [["serve", "--token-lifetime", "4"], 1],
  [["serve", "--log-level", "loud"], 1],
  [["serve", "--log-format", "xml"], 1],
  [["serve", "--metrics-port", "0"], 1],
  [["keys", "create"], 1],
  [["keys", "create", "--name", "n", "--expires-at", "soon"], 1],
  [["nonsense"], 1],
  [[], 1],
])("the command %j exits with %i and prints its usage", async (args, code) => {
  const { stdout, stderr, ...result } = await run(args);
  expect(result.code).toBe(code);
  expect(code === 0 ? stdout : stderr).toMatch(/[Uu]sage/);
});
