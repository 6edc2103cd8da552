import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { Agent, request } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { serveAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { runCommandForJson } from "../support/run-command.ts";
import { buildTestCli, type TestCli } from "../support/start-cli.ts";

const REQUESTS = 1000;
const agent = new Agent({ keepAlive: true, maxSockets: 50 });
let cli: TestCli;
let folder: string;
beforeAll(async () => {
  cli = await buildTestCli();
  folder = await mkdtemp(join(tmpdir(), "drain-"));
});
afterAll(async () => {
  agent.destroy();
  await cli.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Sends a request through `agent`, which keeps connections open as a load balancer does. */
async function send(port: number, method: string, path: string, headers: Record<string, string> = {}) {
  const sent = request({ port, host: "127.0.0.1", method, path, agent, headers }).end();
  const [response] = await once(sent, "response");
  return { status: response.statusCode, connection: response.headers.connection, body: await text(response) };
}

test("S94 if SIGTERM arrives during 1,000 requests, all succeed and `serve` exits after the last request", async () => {
  const port = await freePort();
  const data = ["--data", join(folder, "data")];
  const served = cli.start(["serve", "--port", `${port}`, "--drain-delay", "3", "--no-dashboard", ...data]);
  await vi.waitFor(() => expect(served.output.stdout).toContain("ready at"), { timeout: 60_000, interval: 50 });
  const { key } = await runCommandForJson(["keys", "create", "--name", "load", ...data]);
  const other = await serveAuthority({ authority: { fetch: async () => new Response("other") }, port: 0 });

  // The body of this request is still being sent when the drain is over.
  const slow = connect(port, "127.0.0.1");
  const headers = `Host: localhost\r\nAuthorization: Bearer ${key}\r\nContent-Length: 2`;
  slow.write(`POST /v1/auth/tokens/refresh HTTP/1.1\r\n${headers}\r\n\r\n{`);
  const late = text(slow);

  const mint = { Authorization: `Bearer ${key}`, "Aui-Workspace-Id": "workspace", "Aui-User-Id": "user" };
  const replies: Awaited<ReturnType<typeof send>>[] = [];
  let readiness: Awaited<ReturnType<typeof send>> | null = null;
  let count = 0;
  async function work() {
    while (count < REQUESTS) {
      count += 1;
      if (count === 300) served.child.kill("SIGTERM");
      const reply = await send(readiness === null ? port : other.port, "POST", "/v1/auth/tokens", mint);
      replies.push(reply);
      // The first response with `Connection: close` shows that the drain has begun.
      if (reply.connection === "close") readiness ??= await send(port, "GET", "/readyz");
    }
  }
  await Promise.all(Array.from({ length: 50 }, work));
  expect(readiness).toMatchObject({ status: 503, connection: "close", body: '{"ready":false,"missing":[]}' });
  expect(replies.map(({ status }) => status)).toEqual(Array(REQUESTS).fill(200));
  expect(replies.filter(({ connection, body }) => connection === "close" && body !== "other")).not.toEqual([]);

  // The server has stopped listening, and waits for the rest of the slow request.
  await vi.waitFor(() => expect(send(port, "GET", "/healthz")).rejects.toThrow("ECONNREFUSED"), {
    timeout: 30_000,
    interval: 50,
  });
  expect(served.child.exitCode).toBeNull();
  const idle = performance.now();
  slow.write("}");
  expect(await late).toMatch(/^HTTP\/1\.1 4\d\d [\s\S]*\r\nConnection: close\r\n/i);
  expect(await served.ended, served.output.stderr).toBe(0);
  // The server exits as soon as that request ends. It would wait up to 30 seconds for requests in flight.
  expect(performance.now() - idle).toBeLessThan(10_000);
  await other.close();
}, 180_000);
