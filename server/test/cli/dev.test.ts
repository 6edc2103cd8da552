import { cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { listenOnFreePort } from "../../../test/support/listen-on-free-port.ts";
import { buildTestCli, type CliProcess, type TestCli } from "../support/start-cli.ts";

const TIMEOUT_MS = 180_000;
let cli: TestCli;
let parent: string;
beforeAll(async () => {
  cli = await buildTestCli({ withDashboard: true });
  parent = await mkdtemp(join(tmpdir(), "dev-"));
}, TIMEOUT_MS);
afterAll(async () => {
  await cli.stop();
  await rm(parent, { recursive: true, force: true });
});

interface Ready {
  url: string;
  dashboardUrl: string;
  apiKey: string;
}

async function start(folder: string, port: number, ...more: string[]): Promise<CliProcess & Ready> {
  const started = cli.start(["dev", "--data", folder, "--port", String(port), "--json", ...more]);
  await vi.waitFor(() => expect(started.output.stdout).toContain("\n"), { timeout: TIMEOUT_MS, interval: 50 });
  return { ...started, ...JSON.parse(started.output.stdout) };
}

async function stop({ child, ended, output }: CliProcess): Promise<void> {
  child.kill("SIGTERM");
  expect(await ended, output.stderr).toBe(0);
}

/** Sends a request with `node:http`, because `fetch` would replace headers such as `Host`. Returns the status. */
function ask(url: string, headers: Record<string, string> = {}, method = "GET"): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    sent.once("error", reject);
    sent.end();
  });
}

const api = ({ url, apiKey }: Ready) =>
  async function call(method: string, path: string, body?: object) {
    const headers = {
      ...{ Authorization: `Bearer ${apiKey}`, "Aui-Workspace-Id": "w", "Aui-User-Id": "ada" },
      "Content-Type": "application/json",
    };
    const response = await fetch(`${url}/v1${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return { status: response.status, body: await response.json() };
  };

describe("the data folder of an earlier `dev`", () => {
  let earlier: Ready;
  /** Copies the folder that an earlier `dev` has left, with one thread. */
  const copy = async (name: string): Promise<string> => {
    const folder = join(parent, name);
    await cp(join(parent, "earlier"), folder, { recursive: true });
    return folder;
  };
  beforeAll(async () => {
    const folder = join(parent, "earlier");
    const started = await start(folder, await freePort());
    earlier = started;
    const visitor = await fetch(`${started.url}/v1/auth/tokens/anonymous`, { method: "POST" });
    expect(visitor.status).toBe(200);
    const body = { last_message_at: "2026-01-01T00:00:00.000Z", title: "Kept" };
    expect((await api(started)("POST", "/threads", body)).status).toBe(201);
    expect(await readFile(join(folder, ".gitignore"), "utf8")).toBe("*\n");
    expect((await stat(join(folder, "api-key"))).mode & 0o777).toBe(0o600);
    await stop(started);
  }, TIMEOUT_MS);

  test("after a restart, `dev` has the same threads, and the same API key unless the key was revoked", {
    timeout: TIMEOUT_MS,
  }, async () => {
    const folder = await copy("twice");
    const second = await start(folder, await freePort());
    expect(second.apiKey).toBe(earlier.apiKey);
    const keys = async (method: string, path: string, body?: object): Promise<{ keys: { id: string }[] }> => {
      const headers = { Origin: second.url, "Content-Type": "application/json" };
      const url = `${second.url}/admin/api/keys${path}`;
      return (await fetch(url, { method, headers, ...(body && { body: JSON.stringify(body) }) })).json() as never;
    };
    const revoked = (await keys("GET", "")).keys[0]?.id;
    await keys("POST", "", { name: "another active key" });
    expect((await api(second)("GET", "/threads")).body.threads).toMatchObject([{ title: "Kept" }]);
    await keys("POST", `/${revoked}/revoke`, {});
    await stop(second);
    const third = await start(folder, await freePort());
    expect(third.apiKey).not.toBe(earlier.apiKey);
    expect((await api(third)("GET", "/threads")).body.threads).toMatchObject([{ title: "Kept" }]);
    await stop(third);
  });

  test("`dev --reset` deletes the API key and the threads", { timeout: TIMEOUT_MS }, async () => {
    const folder = await copy("reset");
    // An interrupted start leaves these files.
    for (const name of ["postgres.unfinished", "control.json.part"]) await writeFile(join(folder, name), "");
    const second = await start(folder, await freePort(), "--reset");
    expect(second.apiKey).not.toBe(earlier.apiKey);
    expect((await api(second)("GET", "/threads")).body.threads).toEqual([]);
    await stop(second);
  });

  test("`dev --reset` refuses to delete a folder that contains other files", { timeout: TIMEOUT_MS }, async () => {
    const folder = await copy("mixed");
    await writeFile(join(folder, "thesis.txt"), "years of work");
    const refused = cli.start(["dev", "--data", folder, "--reset"]);
    expect(await refused.ended).toBe(1);
    expect(refused.output.stderr).toMatch(/^error: .*contains files that `dev` did not create.*\n$/);
  });
});

describe("a running `dev`", () => {
  const folder = () => join(parent, "open");
  let other: { port: number; close(): Promise<void> };
  let started: CliProcess & Ready;
  let admin: string;
  beforeAll(async () => {
    other = await listenOnFreePort(createServer());
    started = await start(folder(), other.port);
    admin = `${started.url}/admin/api/keys`;
  }, TIMEOUT_MS);
  afterAll(async () => {
    await stop(started);
    await other.close();
  });

  test("`dev` uses the next free port if the requested port is in use", () => {
    expect(Number(new URL(started.url).port)).toBeGreaterThan(other.port);
  });

  test("`dev --reset` refuses to delete a folder that is in use", { timeout: TIMEOUT_MS }, async () => {
    const second = cli.start(["dev", "--data", folder(), "--reset"]);
    expect(await second.ended).toBe(1);
    expect(second.output.stderr).toMatch(/^error: .*process \d+/);
  });

  test("the dashboard of `dev` accepts a caller on the same machine", async () => {
    expect(await ask(admin)).toBe(200);
    const session = await (await fetch(`${started.url}/admin/api/session`)).json();
    expect(session).toMatchObject({ signedIn: true, needsNoSession: true });
  });

  test.each([
    ["that uses a foreign host name for a loopback address", { Host: "evil.example" }],
    ["that connects through a proxy", { "X-Forwarded-For": "203.0.113.9" }],
    ["from another site's page", { "Sec-Fetch-Site": "cross-site" }],
    ["from a page on another port", { "Sec-Fetch-Site": "same-site" }],
  ])("the dashboard of `dev` rejects a caller %s", async (_, headers) => {
    expect(await ask(admin, headers)).toBe(401);
  });

  test("the dashboard of `dev` rejects a change from a page of another origin", async () => {
    const headers = { Origin: "http://localhost:3000", "Content-Type": "application/json" };
    expect(await ask(admin, headers, "POST")).toBe(403);
  });
});
