import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { buildTestCli, type TestCli } from "../support/start-cli.ts";

const TIMEOUT_MS = 180_000;
const password = "a long walk by the river";
let cli: TestCli;
let folder: string;
let port: number;

beforeAll(async () => {
  cli = await buildTestCli({ withDashboard: true });
  folder = await mkdtemp(join(tmpdir(), "authority-set-up-"));
  port = await freePort();
}, TIMEOUT_MS);
afterAll(async () => {
  await cli.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Starts `serve`, passes its URLs to `work`, and stops `serve` when `work` is done. Returns the output of `serve`. */
async function serve(work: (ready: { url: string; setUpUrl: string | null }) => Promise<void>): Promise<string> {
  const args = ["serve", "--port", String(port), "--data", join(folder, "data"), "--json", "--log-level", "debug"];
  const { child, output, ended } = cli.start(args);
  await vi.waitFor(() => expect(output.stdout).toContain("\n"), { timeout: TIMEOUT_MS, interval: 50 });
  await work(JSON.parse(output.stdout));
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
  return output.stdout + output.stderr;
}

function setUp(url: string, link: string | null): Promise<Response> {
  const token = link?.split("#setup=")[1];
  const headers = { Origin: url, "Content-Type": "application/json" };
  return fetch(`${url}/admin/api/setup`, { method: "POST", headers, body: JSON.stringify({ token, password }) });
}

test("S60 `serve` prints a new set-up link at each start until an admin exists", {
  timeout: TIMEOUT_MS,
}, async () => {
  const links: (string | null)[] = [];
  const printed = await serve(async ({ url, setUpUrl }) => {
    links.push(setUpUrl);
    expect(setUpUrl).toMatch(new RegExp(`^${url}/dashboard/#setup=[\\w-]{43}$`));
  });
  // The link is only on standard output, because the log is stored and other people read it.
  expect(printed.split(links[0]?.split("#setup=")[1] ?? "")).toHaveLength(2);

  await serve(async ({ url, setUpUrl }) => {
    expect((await setUp(url, links[0] ?? null)).status).toBe(403);
    expect((await setUp(url, setUpUrl)).status).toBe(200);
    expect((await setUp(url, setUpUrl)).status).toBe(403);
  });

  await serve(async ({ setUpUrl }) => {
    expect(setUpUrl).toBeNull();
  });
});

test("S96 `serve` warns if it listens on all addresses and has no issuer", {
  timeout: TIMEOUT_MS,
}, async () => {
  const args = ["serve", "--hostname", "0.0.0.0", "--port", String(port), "--data", join(folder, "wild"), "--json"];
  const { child, output, ended } = cli.start(args);
  await vi.waitFor(() => expect(output.stdout).toContain("\n"), { timeout: TIMEOUT_MS, interval: 50 });
  const ready = JSON.parse(output.stdout);
  const url = `http://127.0.0.1:${port}`;
  expect(ready).toMatchObject({ url, issuer: url, warning: expect.stringMatching(/Without --issuer, .*Set --issuer/) });
  expect(ready.setUpUrl).toMatch(new RegExp(`^${url}/dashboard/#setup=`));
  expect((await fetch(ready.setUpUrl)).status).toBe(200);
  expect((await setUp(url, ready.setUpUrl)).status).toBe(200);
  child.kill("SIGTERM");
  expect(await ended).toBe(0);
});
