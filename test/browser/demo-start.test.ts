import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { findPort, isPortFree } from "../../demo/server/ports.ts";

const cleanUp: (() => unknown)[] = [];

afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
});

async function occupy(port: number, body = ""): Promise<Server> {
  const server = createServer((_request, response) => response.end(body));
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  cleanUp.push(() => new Promise((resolve) => server.close(resolve)));
  return server;
}

/** Starts the demo as `npm start` does. Collects the demo's output in `printed`. */
async function start(environment: Record<string, string>) {
  const folder = await mkdtemp(join(tmpdir(), "demo-start-"));
  const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", "demo/start.ts"], {
    env: { ...process.env, NODE_ENV: "development", DEMO_DATA: folder, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const exit = once(child, "exit");
  const printed = { text: "" };
  child.stdout?.on("data", (chunk) => {
    printed.text += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    printed.text += chunk;
  });
  cleanUp.push(async () => {
    child.kill("SIGKILL");
    await exit;
    await rm(folder, { recursive: true, force: true });
  });
  return { child, exit, printed, folder };
}

/** The time limit for the start of the demo, in milliseconds. A start on a busy machine can take almost this long. */
const START_MS = 120_000;

describe("the start of the demo", { timeout: START_MS + 10_000 }, () => {
  test("the demo reports occupied ports, starts on free ports, and exits with 0 on Ctrl-C", async () => {
    const port = await findPort(0, new Set());
    const next = await findPort(port + 1, new Set());
    await occupy(port, "something else");
    await occupy(next, JSON.stringify({ demo: "assistant-cloud-auth" }));
    const { child, exit, printed, folder } = await start({ DEMO_PORT: String(port) });
    await expect.poll(() => printed.text, { timeout: START_MS }).toMatch(/Ready: http:\/\/localhost:\d+/);
    expect(printed.text).toContain(`Port ${port} is in use by another program.`);
    expect(printed.text).toContain(`Port ${next} is in use by another copy of this demo: http://localhost:${next}.`);

    await expect.poll(() => printed.text, { timeout: START_MS }).toMatch(/password within an hour: \S+#setup=\S+\n/);
    const dashboard = await fetch(/Dashboard: (\S+)/.exec(printed.text)?.[1] ?? "");
    expect(dashboard.url).toMatch(/\/dashboard\/$/);
    expect(await dashboard.text()).toContain('<div id="root">');

    const url = /Ready: (\S+)/.exec(printed.text)?.[1] ?? "";
    const second = await start({ DEMO_PORT: String(port), DEMO_DATA: folder });
    expect(await second.exit).toEqual([1, null]);
    expect(second.printed.text).toContain(`It is already running: open ${url}.`);

    expect([port, next]).not.toContain(Number(new URL(url).port));
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get("Content-Security-Policy")).toContain("default-src 'self'");

    child.kill("SIGINT");
    expect(await exit).toEqual([0, null]);
    expect(await isPortFree(Number(new URL(url).port))).toBe(true);
  });

  test("the demo rejects an out-of-range token lifetime and exits with 1", async () => {
    const { exit, printed } = await start({ DEMO_TOKEN_LIFETIME_SECONDS: "2" });
    expect(await exit).toEqual([1, null]);
    expect(printed.text).toContain("DEMO_TOKEN_LIFETIME_SECONDS must be a whole number from 8 to 3600.");
  });
});
