import autocannon from "autocannon";
import { findNginx } from "../../scripts/proxies.mjs";
import { MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../src/core/protocol.ts";
import { freePort } from "../../test/support/free-port.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { startNginx } from "../../test/support/start-proxy.ts";
import { type CommandProcess, prepareCommand, untilReady } from "../http/start-command.ts";
import type { Measure } from "../row.ts";

const SECONDS = 30;
const MEASURE_SECONDS = 5;
const DRAIN_SECONDS = 5;
const CONNECTIONS = 32;
const ISSUER = "https://auth.example.com";
const SECRET = "a secret of the benchmark, 32 characters or more";

/**
 * Counts the requests that fail while one of two `serve` processes restarts. Both processes use the same PostgreSQL,
 * and nginx distributes the requests to them (`deploy/nginx.conf`). The requests mint tokens, list threads and create
 * threads. The benchmark first measures the maximum rate of requests, and then sends requests at half that rate. After
 * a third of the run, one process receives SIGTERM. As soon as this process has exited, the benchmark starts it again.
 * A request fails if its response is not 2xx, or if it ends with a connection error or a timeout.
 */
export const measure: Measure = async () => {
  const found = findNginx();
  if (found === null)
    return [{ ...row, what: "restart of one of two processes", figure: "not measured: no nginx here" }];
  const postgres = await startPostgres();
  const command = await prepareCommand();
  const environment = { DATABASE_URL: postgres.url, AUTHORITY_SECRET: SECRET };
  const running: CommandProcess[] = [];
  const start = async (port: number) => {
    const options = ["--issuer", ISSUER, "--drain-delay", `${DRAIN_SECONDS}`, "--no-dashboard", "--log-level", "error"];
    const started = command(["serve", "--port", `${port}`, ...options], environment);
    running.push(started);
    await untilReady(started);
    return started;
  };
  const ports = [await freePort(), await freePort()] as const;
  const nginx = await startNginx(found.path, [`127.0.0.1:${ports[0]}`, `127.0.0.1:${ports[1]}`]);
  try {
    const created = await command(["keys", "create", "--name", "bench", "--json"], environment).ended;
    const { key } = JSON.parse(created.printed);
    const restarted = await start(ports[0]);
    await start(ports[1]);
    const cannon = { url: nginx.url, connections: CONNECTIONS, requests: await requestsWith(key, nginx.url) };
    await autocannon({ ...cannon, duration: MEASURE_SECONDS });
    const full = await autocannon({ ...cannon, duration: MEASURE_SECONDS });
    const half = Math.round(full["2xx"] / full.duration / 2);
    const load = autocannon({ ...cannon, duration: SECONDS, overallRate: half });
    await new Promise((resolve) => setTimeout(resolve, (SECONDS / 3) * 1000));
    const stopped = performance.now();
    restarted.child.kill("SIGTERM");
    const { code, printed } = await restarted.ended;
    const stopSeconds = (performance.now() - stopped) / 1000;
    if (code !== 0) throw new Error(`\`serve\` ended with ${code}: ${printed}`);
    await start(ports[0]);
    const result = await load;
    const failed = result.non2xx + result.errors + result.timeouts;
    const retried = nginx.log().match(/Connection refused/g)?.length ?? 0;
    return [
      {
        ...row,
        what: `${SECONDS} s at half capacity through nginx ${found.version} and two processes, one restarted by SIGTERM midway: failed requests`,
        figure: `${failed}`,
        against: `${result["2xx"]} answered, ${half}/s; ${retried} sent on by nginx to the other process`,
        met: failed === 0,
      },
      {
        ...row,
        what: "the same, from SIGTERM to the end of the process",
        figure: `${stopSeconds.toFixed(1)} s`,
        against: `drain delay ${DRAIN_SECONDS} s`,
        goal: "",
      },
    ];
  } finally {
    await nginx.remove();
    for (const { child } of running) child.kill("SIGKILL");
    await postgres.remove();
  }
};

const row = { against: "", ratio: null, goal: "0", met: null };

async function requestsWith(key: string, url: string): Promise<autocannon.Request[]> {
  const ids = { [USER_ID_HEADER]: "user-1", [WORKSPACE_ID_HEADER]: "workspace-1" };
  const mint = { method: "POST", path: MINT_PATH, headers: { authorization: `Bearer ${key}`, ...ids } } as const;
  const { token } = (await (await fetch(`${url}${MINT_PATH}`, mint)).json()) as { token: string };
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const body = JSON.stringify({ last_message_at: "2026-01-01T00:00:00.000Z" });
  return [
    mint,
    { method: "GET", path: "/v1/threads", headers },
    { method: "POST", path: "/v1/threads", headers, body },
  ];
}
