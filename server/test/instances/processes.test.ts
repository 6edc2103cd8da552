import { decodeJwt } from "jose";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { startPostgres, type TestPostgres } from "../../../test/support/start-postgres.ts";
import { STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { runCommandForJson } from "../support/run-command.ts";
import { buildTestCli, type CliProcess, type TestCli } from "../support/start-cli.ts";

const TIMEOUT_MS = 300_000;
const PATIENCE = { timeout: 120_000, interval: 100 };
const issuer = "https://auth.example.com";
let cli: TestCli;
let postgres: TestPostgres;
let environment: Record<string, string>;
const instances: { url: string; process: CliProcess }[] = [];

beforeAll(async () => {
  [cli, postgres] = await Promise.all([buildTestCli(), startPostgres()]);
  environment = { DATABASE_URL: postgres.url, AUTHORITY_SECRET: "a secret of the process tests, long enough" };
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await cli.stop();
  await postgres.remove();
}, STORAGE_TIMEOUT_MS);

async function serve() {
  const port = await freePort();
  const args = [
    "serve",
    "--port",
    String(port),
    "--issuer",
    issuer,
    "--anonymous",
    "--no-dashboard",
    "--no-rate-limits",
    "--projects",
  ];
  const process = cli.start([...args, "--log-level", "warn", "--json"], environment);
  instances.push({ url: `http://127.0.0.1:${port}`, process });
  return process;
}

const json = (command: readonly string[]) => runCommandForJson(command, environment);

async function post(url: string, path: string, init: RequestInit = {}) {
  const response = await fetch(`${url}/v1/auth/tokens${path}`, { method: "POST", ...init });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const mint = (url: string, key: string) =>
  post(url, "", { headers: { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace-1" } });
const refresh = (url: string, refresh_token: string) =>
  post(url, "/refresh", { body: JSON.stringify({ refresh_token }) });
const kidsOf = async (url: string) => {
  const { keys } = (await (await fetch(`${url}/.well-known/jwks.json`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};
const tokenIn = (body: Record<string, unknown>) => (body["refresh_token"] as { token: string }).token;

test("ten processes that start concurrently create one schema and one signing key", {
  timeout: TIMEOUT_MS,
}, async () => {
  const processes = await Promise.all(Array.from({ length: 10 }, serve));
  await vi.waitFor(() => {
    for (const { output } of processes) expect(output).toMatchObject({ stdout: expect.stringContaining("ready") });
  }, PATIENCE);
  for (const { output } of processes) expect(output.stderr).not.toMatch(/"level":"(warn|error|fatal)"|^error/m);
  const sets = await Promise.all(instances.map(({ url }) => kidsOf(url)));
  expect(sets[0]).toHaveLength(1);
  for (const set of sets) expect(set).toEqual(sets[0]);
  const { key } = await json(["keys", "create", "--name", "shared"]);
  for (const { url } of instances) {
    const { status, body } = await mint(url, key);
    expect(status).toBe(200);
    expect(decodeJwt(String(body["token"]))).toMatchObject({ iss: issuer, workspace_id: "workspace-1" });
  }
});

test("fifty concurrent refreshes of one token in several processes create one successor", {
  timeout: TIMEOUT_MS,
}, async () => {
  const urlOf = (index: number) => instances[index % instances.length]?.url ?? "";
  const first = await post(urlOf(0), "/anonymous");
  const token = tokenIn(first.body);
  const replies = await Promise.all(Array.from({ length: 50 }, (_, index) => refresh(urlOf(index), token)));
  expect(replies.map(({ status }) => status)).toEqual(Array(50).fill(200));
  const successors = new Set(replies.map(({ body }) => tokenIn(body)));
  expect(successors.size).toBe(1);
  const next = await refresh(urlOf(7), [...successors][0] ?? "");
  const subjects = [first, ...replies, next].map(({ body }) => decodeJwt(String(body["access_token"])).sub);
  expect(new Set(subjects).size).toBe(1);
});

test("S44 each process applies `keys revoke`, `signing-keys rotate` and `signing-keys revoke`", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { id, key } = await json(["keys", "create", "--name", "leaked"]);
  for (const { url } of instances) expect((await mint(url, key)).status).toBe(200);
  await cli.run(["keys", "revoke", id], environment);
  await Promise.all(
    instances.map(({ url }) => expect.poll(async () => (await mint(url, key)).status, PATIENCE).toBe(403)),
  );
  const [next] = await json(["signing-keys", "rotate"]);
  await Promise.all(instances.map(({ url }) => expect.poll(() => kidsOf(url), PATIENCE).toContain(next.kid)));
  const [active] = (await json(["signing-keys", "list"])).filter(({ state }: { state: string }) => state === "active");
  await json(["signing-keys", "revoke", active.kid]);
  await Promise.all(instances.map(({ url }) => expect.poll(() => kidsOf(url), PATIENCE).toEqual([next.kid])));
});

test("every process serves a project that a command adds", {
  timeout: TIMEOUT_MS,
}, async () => {
  await json(["projects", "add", "acme"]);
  const { key } = await json(["keys", "create", "--name", "acme's", "--project", "acme"]);
  for (const { url } of instances) {
    await expect.poll(() => mint(`${url}/projects/acme`, key), PATIENCE).toMatchObject({ status: 200 });
    expect((await mint(url, key)).status).toBe(403);
  }
  const [first, ...others] = await Promise.all(instances.map(({ url }) => kidsOf(`${url}/projects/acme`)));
  expect(first).toHaveLength(1);
  for (const kids of others) expect(kids).toEqual(first);
  await json(["projects", "remove", "acme", "--yes"]);
  for (const { url } of instances) {
    await expect.poll(async () => (await mint(`${url}/projects/acme`, key)).status, PATIENCE).toBe(404);
  }
});

test("killing a process does not affect the other processes", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { key } = await json(["keys", "create", "--name", "survives"]);
  const killed = instances.shift();
  killed?.process.child.kill("SIGKILL");
  expect(await killed?.process.ended).toBeNull();
  for (const { url } of instances) expect((await mint(url, key)).status).toBe(200);
  const stopped = instances.splice(2);
  for (const { process } of stopped) process.child.kill("SIGTERM");
  expect(await Promise.all(stopped.map(({ process }) => process.ended))).toEqual(stopped.map(() => 0));
  for (const { url } of instances) expect((await mint(url, key)).status).toBe(200);
});

test("S52 during a database outage, cached API keys work for a minute, and later requests get 503", {
  timeout: TIMEOUT_MS,
}, async () => {
  const { key } = await json(["keys", "create", "--name", "warm"]);
  const { key: cold } = await json(["keys", "create", "--name", "cold"]);
  const [{ url }, second] = instances as [(typeof instances)[number], (typeof instances)[number]];
  const visitor = await post(url, "/anonymous");
  for (const instance of instances) expect((await mint(instance.url, key)).status).toBe(200);

  await postgres.stop();
  const seen = { warm: new Set<number>(), others: new Set<number>() };
  expect((await mint(url, key)).status).toBe(200);
  // During a database outage, cached settings stay valid for a minute.
  await vi.waitFor(
    async () => {
      const warm = await mint(url, key);
      seen.warm.add(warm.status);
      const others = [await refresh(url, tokenIn(visitor.body)), await post(url, "/anonymous"), await mint(url, cold)];
      for (const { status } of others) seen.others.add(status);
      expect(warm.status).toBe(503);
    },
    { timeout: 150_000, interval: 1000 },
  );
  expect(seen).toEqual({ warm: new Set([200, 503]), others: new Set([503]) });

  await postgres.start();
  for (const instance of [{ url }, second]) {
    const recovering = new Set<number>();
    await vi.waitFor(async () => {
      const { status } = await mint(instance.url, cold);
      recovering.add(status);
      expect(status).toBe(200);
    }, PATIENCE);
    recovering.delete(503);
    expect(recovering).toEqual(new Set([200]));
    expect((await mint(instance.url, key)).status).toBe(200);
  }
  const back = await refresh(second.url, tokenIn(visitor.body));
  expect(decodeJwt(String(back.body["access_token"])).sub).toBe(decodeJwt(String(visitor.body["access_token"])).sub);
  // Notices arrive again after the outage.
  const { id, key: late } = await json(["keys", "create", "--name", "late"]);
  expect((await mint(url, late)).status).toBe(200);
  await json(["keys", "revoke", id]);
  await expect.poll(async () => (await mint(url, late)).status, PATIENCE).toBe(403);
});
