import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { runCommand, runCommandForJson } from "../support/run-command.ts";
import { buildTestCli, type CliProcess, type TestCli } from "../support/start-cli.ts";

const TIMEOUT_MS = 180_000;
let cli: TestCli;
let parent: string;
beforeAll(async () => {
  cli = await buildTestCli({ withDashboard: true });
  parent = await mkdtemp(join(tmpdir(), "control-"));
}, TIMEOUT_MS);
afterAll(async () => {
  await cli.stop();
  await rm(parent, { recursive: true, force: true });
});

interface Served extends CliProcess {
  url: string;
}

/** Starts `serve` with a data folder and waits until `serve` prints a line. `more` are additional arguments. */
async function serve(folder: string, ...more: string[]): Promise<Served> {
  const port = await freePort();
  const started = cli.start(["serve", "--port", String(port), "--data", folder, "--json", ...more]);
  await vi.waitFor(() => expect(started.output.stdout).toContain("\n"), { timeout: TIMEOUT_MS, interval: 50 });
  return { ...started, url: `http://127.0.0.1:${port}` };
}

async function stop({ child, ended, output }: CliProcess): Promise<void> {
  child.kill("SIGTERM");
  expect(await ended, output.stderr).toBe(0);
}

async function failing(args: readonly string[]): Promise<{ code: string; message: string; remedy: string }> {
  const { code, stdout, stderr } = await runCommand([...args, "--json"]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  return JSON.parse(stderr).error;
}

describe("commands while a server has locked the data folder", () => {
  let folder: string;
  let served: Served;
  beforeAll(async () => {
    folder = join(parent, "served");
    served = await serve(folder);
  }, TIMEOUT_MS);
  afterAll(() => stop(served));

  const run = (...args: string[]) => runCommandForJson([...args, "--data", folder]);
  const mint = (key: string) =>
    fetch(`${served.url}/v1/auth/tokens`, {
      method: "POST",
      headers: { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "w" },
    });

  test("only the owner can access the data folder, the control socket and the control file", async () => {
    for (const name of ["control.sock", "control.json"]) {
      expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600);
    }
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  test("the running server accepts an API key that a command created, until a command revokes the key", {
    timeout: TIMEOUT_MS,
  }, async () => {
    // These commands are processes of their own, as for a user. Later commands run in the test's process.
    const runProcess = async (...args: string[]) => JSON.parse(await cli.run([...args, "--json", "--data", folder]));
    const created = await runProcess("keys", "create", "--name", "backend", "--expires", "30d");
    const { token } = (await (await mint(created.key)).json()) as { token: string };
    expect(decodeJwt(token)["workspace_id"]).toBe("w");
    const rotated = await runProcess("keys", "rotate", created.id, "--overlap", "1h");
    expect((await mint(rotated.key)).status).toBe(200);
    await runProcess("keys", "revoke", created.id);
    expect((await mint(created.key)).status).toBe(403);
    expect(await runProcess("keys", "list")).toMatchObject([
      { id: rotated.id, status: "active", expiresAt: expect.any(String) },
      { id: created.id, status: "revoked", lastUsedAt: expect.any(String) },
    ]);
  });

  test("commands change rules, origins and projects in the running server", { timeout: TIMEOUT_MS }, async () => {
    const rule = await run(
      "rules",
      "add",
      "google",
      "--client-id",
      "app.apps.googleusercontent.com",
      "--name",
      "Google",
    );
    expect(await run("rules", "disable", rule.id)).toMatchObject({ enabled: false });
    expect(await run("rules", "enable", rule.id)).toMatchObject({ enabled: true, revision: 3 });
    expect(await run("rules", "list")).toMatchObject([
      { id: rule.id, issuers: ["https://accounts.google.com", "accounts.google.com"] },
    ]);
    await run("rules", "remove", rule.id);

    const preflight = async (Origin: string) =>
      (await fetch(`${served.url}/v1/threads`, { method: "OPTIONS", headers: { Origin } })).headers.get(
        "Access-Control-Allow-Origin",
      );
    expect(await run("origins", "add", "https://a.example")).toEqual(["https://a.example"]);
    expect(await preflight("https://b.example")).toBeNull();
    expect(await run("origins", "remove", "https://a.example")).toEqual([]);
    expect(await preflight("https://b.example")).toBe("*");

    expect(await run("projects", "add", "acme")).toMatchObject({ id: "acme" });
    const { key } = await run("keys", "create", "--name", "acme's", "--project", "acme");
    expect(key).toMatch(/^sk_aui_proj_acme_0/);
    expect((await run("projects", "list")).map(({ id }: { id: string }) => id)).toContain("acme");
    await run("projects", "remove", "acme", "--yes");
  });

  test("rejects a rule for the running server's own issuer, and accepts a rule for an issuer on localhost", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const add = [
      "rules",
      "add",
      "custom",
      "--name",
      "n",
      "--any-audience",
      "--jwks-url",
      "https://idp.example.com/jwks",
    ];
    const refused = await failing([...add, "--issuer", served.url, "--data", folder]);
    expect(refused).toMatchObject({ code: "invalid_rule", message: expect.stringContaining("this server itself") });
    const { id } = await run(...add, "--issuer", "http://localhost");
    await run("rules", "remove", id);
  });

  test("`rules add --allow-insecure-jwks` fails if the running server was started without that option", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const add = ["rules", "add", "custom", "--name", "n", "--issuer", "http://localhost:1", "--any-audience"];
    const local = ["--jwks-url", "http://localhost:1/jwks", "--allow-insecure-jwks", "--data", folder];
    expect(await failing([...add, ...local])).toMatchObject({
      code: "invalid_setting",
      message: expect.stringContaining("started without --allow-insecure-jwks"),
    });
  });

  test("a command rotates the signing keys of the running server, and the JWKS contains the new key", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const [next] = await run("signing-keys", "rotate");
    expect(await run("signing-keys", "list")).toMatchObject([{ state: "active" }, { kid: next.kid, state: "next" }]);
    const jwks = (await (await fetch(`${served.url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
    expect(jwks.keys.map(({ kid }) => kid)).toContain(next.kid);
    await run("signing-keys", "revoke", next.kid);
  });

  test("commands export and import settings through the running server", { timeout: TIMEOUT_MS }, async () => {
    const document = JSON.parse((await runCommand(["export", "--project", "default", "--data", folder])).stdout);
    const [project] = document.projects;
    const file = join(parent, "settings.json");
    await writeFile(file, JSON.stringify({ ...document, projects: [{ ...project, name: "Renamed" }] }));
    expect(await run("import", file)).toMatchObject({ changed: true });
    expect((await run("projects", "list")).find(({ id }: { id: string }) => id === "default")).toMatchObject({
      name: "Renamed",
    });
  });

  test("`admin reset` prints a link to the dashboard of the running server", { timeout: TIMEOUT_MS }, async () => {
    const { setUpUrl } = await run("admin", "reset");
    expect(setUpUrl).toMatch(new RegExp(`^${served.url}/dashboard/#setup=[\\w-]{43}$`));
  });

  test("`doctor` runs its checks inside the running server", { timeout: TIMEOUT_MS }, async () => {
    const { ok, checks } = await run("doctor", "--origin", "https://a.example");
    expect(ok).toBe(true);
    expect(checks.map(({ check, outcome }: Record<string, string>) => `${check} ${outcome}`)).toEqual([
      "database ok",
      "schema ok",
      "issuer ok",
      "clock skipped",
      "signing_key ok",
      "jwks skipped",
      "origin ok",
    ]);
  });

  test("with `--json`, a command prints an error of the running server", { timeout: TIMEOUT_MS }, async () => {
    expect(await failing(["keys", "revoke", "key_0nope", "--data", folder])).toEqual({
      code: "not_found",
      message: "No active API key has that id.",
      remedy: expect.any(String),
    });
  });

  test("the audit log names the command line as the actor of a command", { timeout: TIMEOUT_MS }, async () => {
    await run("keys", "create", "--name", "audited");
    const { entries } = await run("audit", "--action", "api_key", "--limit", "1");
    expect(entries).toMatchObject([{ actor: "cli", action: "api_key.create", details: { name: "audited" } }]);
  });

  test("if the server is suspended, a command waits, then fails and names the unresponsive process", {
    timeout: TIMEOUT_MS,
  }, async () => {
    served.child.kill("SIGSTOP");
    try {
      expect(await failing(["keys", "list", "--data", folder])).toMatchObject({
        code: "server_failed",
        message: expect.stringMatching(new RegExp(`process ${served.child.pid}, did not answer within 5 seconds`)),
      });
    } finally {
      served.child.kill("SIGCONT");
    }
    expect(await run("origins", "list")).toEqual([]);
  });
});

test("a command succeeds even if the server is still starting", { timeout: TIMEOUT_MS }, async () => {
  const folder = join(parent, "starting");
  const starting = serve(folder);
  await vi.waitFor(async () => expect(await readdir(join(folder, "locks"))).toHaveLength(1), {
    timeout: TIMEOUT_MS,
    interval: 10,
  });
  await cli.run(["keys", "create", "--name", "early", "--data", folder]);
  const served = await starting;
  expect((await runCommand(["keys", "list", "--data", folder])).stdout).toContain("early");
  await stop(served);
  expect((await readdir(folder)).filter((name) => name.startsWith("control"))).toEqual([]);
});

test("a command opens the data folder of a server that was killed", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = join(parent, "killed");
  const { child, ended } = await serve(folder);
  child.kill("SIGKILL");
  await ended;
  expect(await readdir(folder)).toEqual(expect.arrayContaining(["control.json", "control.sock"]));
  await cli.run(["keys", "create", "--name", "after", "--data", folder]);
  const again = await serve(folder);
  expect((await runCommand(["keys", "list", "--data", folder])).stdout).toContain("after");
  await stop(again);
});

test("the second of two concurrent commands waits until the first unlocks the data folder", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = join(parent, "both");
  await cli.run(["keys", "list", "--data", folder]);
  const create = (name: string) => cli.run(["keys", "create", "--name", name, "--data", folder]);
  await Promise.all([create("one"), create("two")]);
  const list = await runCommandForJson(["keys", "list", "--data", folder]);
  expect(list.map(({ name }: { name: string }) => name).sort()).toEqual(["one", "two"]);
});

test("the control channel uses a loopback port if the data folder's path is too long for a socket", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = join(parent, "a-folder-with-a-very-long-name".repeat(4));
  const served = await serve(folder);
  const { port, credential } = JSON.parse(await readFile(join(folder, "control.json"), "utf8"));
  expect(port).toBeGreaterThan(0);
  await runCommandForJson(["keys", "create", "--name", "far", "--data", folder]);
  const ask = async (headers: Record<string, string>) =>
    JSON.parse(await (await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body: "{}" })).text());
  expect(await ask({})).toMatchObject({ value: { kind: "denied" } });
  expect(await ask({ Authorization: `Bearer ${credential}x` })).toMatchObject({ value: { kind: "denied" } });
  expect(await ask({ Authorization: `Bearer ${credential}` })).not.toMatchObject({ value: { kind: "denied" } });
  await stop(served);
});

test("a command rejects a data folder that another host has locked, and suggests the dashboard", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = join(parent, "shared");
  await mkdir(join(folder, "locks"), { recursive: true });
  await writeFile(join(folder, "locks", "4711.1.anothermachine.aa"), "");
  expect(await failing(["keys", "list", "--data", folder])).toMatchObject({
    code: "storage_locked",
    message: expect.stringContaining("on another machine"),
    remedy: expect.stringContaining("dashboard"),
  });
});

test("for a data folder that another user owns, a command prints a single-sentence error", {
  timeout: TIMEOUT_MS,
}, async () => {
  const folder = join(parent, "foreign");
  const served = await serve(folder);
  const another = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : null;
  // Only root can become another user. For other users, a file without read permission fails in the same way.
  if (another === null) await chmod(join(folder, "control.json"), 0);
  const { ended, output } = cli.start(["keys", "list", "--data", folder], {}, another ?? {});
  expect(await ended).toBe(1);
  expect(output.stderr).toMatch(/^error: This user has no access to the folder .*\. Run the command as the user .*\n$/);
  await stop(served);
});
