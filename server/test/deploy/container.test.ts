import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { freePort } from "../../../test/support/free-port.ts";
import { readExample } from "../../../test/support/read-example.ts";
import { type Collector, startCollector } from "../../../test/support/start-collector.ts";
import { buildTestCli, type TestCli } from "../support/start-cli.ts";

const INSTALLED = "/app/node_modules/assistant-cloud-server/dist/cli.js";
const dockerfile = await readExample("Dockerfile");
const listOf = (pattern: RegExp) => JSON.parse(pattern.exec(dockerfile)?.[1] ?? "[]") as string[];
const [program = "", entry] = listOf(/^ENTRYPOINT (\[.*\])$/m);
const args = listOf(/^CMD (\[.*\])$/m);
const [, ...check] = listOf(/^ {2}CMD (\[.*\])$/m);

/** A shell script that runs a command as the image's user, on read-only mounts and with a data folder in memory. */
const CONTAINER = `
  for mount in $(awk '{print $2}' /proc/mounts | sort -r); do mount -o remount,ro,bind "$mount" 2>/dev/null; done
  mount -t tmpfs -o uid=1000,gid=1000,mode=0700 tmpfs "$0" || exit 1
  exec setpriv --reuid 1000 --regid 1000 --clear-groups --no-new-privs --inh-caps=-all --bounding-set=-all -- "$@"
`;
const isolated = (data: string, command: readonly string[]) => ["--mount", "sh", "-c", CONTAINER, data, ...command];
const canIsolate = process.getuid?.() === 0 && spawnSync("unshare", isolated(tmpdir(), ["true"])).status === 0;

let cli: TestCli;
let data: string;
let collector: Collector;
beforeAll(async () => {
  cli = await buildTestCli();
  data = await mkdtemp(join(tmpdir(), "container-"));
  await chmod(data, 0o755);
  collector = await startCollector();
}, 60_000);
afterAll(async () => {
  await collector.close();
  await cli.stop();
  await rm(data, { recursive: true, force: true });
});

const where = canIsolate
  ? "as user 1000 on a read-only file system"
  : "as this user, because a read-only file system needs root";
test(`the container image's command serves requests and sends its traces before it exits (run ${where})`, async () => {
  expect([program, entry]).toEqual(["node", INSTALLED]);
  const port = await freePort();
  const own = args.map((each) => (each === "/data" ? data : each));
  const command = [process.execPath, cli.path, ...own, "--port", `${port}`, "--no-dashboard", "--traces"];
  const [file = "", ...rest] = canIsolate ? ["unshare", ...isolated(data, command)] : command;
  const traces = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" };
  const server = spawn(file, rest, { env: { PATH: process.env["PATH"], NODE_ENV: "production", ...traces } });
  let printed = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const ended = once(server, "close");
  try {
    await vi.waitFor(() => expect(printed).toContain("ready at"), { timeout: 60_000, interval: 50 });
    const healthy = check.map((each) => each.replace(":8787", `:${port}`));
    expect(healthy.join(" ")).toContain(`:${port}/healthz`);
    expect(spawnSync(process.execPath, healthy).status).toBe(0);
    expect(
      spawnSync(
        process.execPath,
        check.map((each) => each.replace(":8787", ":1")),
      ).status,
    ).toBe(1);
    server.kill("SIGTERM");
    expect((await ended)[0], printed).toBe(0);
    expect(collector.spans().map(({ name }) => name)).toContain("GET /healthz");
  } finally {
    server.kill("SIGKILL");
  }
}, 180_000);
