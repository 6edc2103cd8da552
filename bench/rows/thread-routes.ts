import process from "node:process";
import pg from "pg";
import { startPostgres } from "../../test/support/start-postgres.ts";
import type { Target } from "../http/load.ts";
import { type MeasurePlan, measureServers, medianOf, ratioOf } from "../http/measure-servers.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import type { Measure, Row } from "../row.ts";

const GOAL = 0.8;
/** The number of threads. It exceeds the number of connections, so concurrent requests rarely write the same row. */
const THREADS = 64;
const PLAN: MeasurePlan = { warmUp: 3000, rounds: 6, rampUpSeconds: 0.5, seconds: 1.5 };

/**
 * Measures how many requests per second the thread routes answer. Compares this rate with that of minimal routes, which
 * send the same statements to the same PostgreSQL. Deletions are not measured, because each id can be deleted only
 * once. If the variable `BENCH_ROUTES` is set, for example to `PUT`, measures only the routes whose names contain the
 * variable's value.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const own = await startServer("cloud", postgres.url, `${THREADS}`);
  await analyze(postgres.url);
  const bare = await startServer("bare-cloud", postgres.url, own.startupValues["content"] ?? "");
  try {
    const rows: Row[] = [];
    for (const [what, request] of Object.entries(requests(own))) {
      if (!what.includes(process.env["BENCH_ROUTES"] ?? "")) continue;
      const results = await measureServers(
        { own: { server: own, ...request }, bare: { server: bare, ...request } },
        PLAN,
      );
      const ratio = ratioOf(results.own, results.bare, "perSecond");
      const figures = (result: typeof results.own) =>
        `${medianOf(result, "perSecond").toFixed(0)}/s, ${medianOf(result, "cpu").toFixed(0)} us`;
      rows.push({
        what: `${what}: requests, processor time of the server`,
        figure: figures(results.own),
        against: `a bare route with the same statement ${figures(results.bare)}`,
        ratio,
        goal: `>= ${GOAL} x`,
        met: ratio >= GOAL,
      });
    }
    return rows;
  } finally {
    await bare.stop();
    await own.stop();
    await postgres.remove();
  }
};

/** Vacuums the tables and gathers statistics, as PostgreSQL's autovacuum does within a minute. */
async function analyze(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("vacuum analyze");
  await client.end();
}

function requests({ startupValues }: BenchServer): Record<string, Omit<Target, "server">> {
  const headers = { authorization: `Bearer ${startupValues["token"]}`, "content-type": "application/json" };
  const content = JSON.parse(startupValues["content"] ?? "{}") as object;
  const threads = JSON.parse(startupValues["threads"] ?? "[]") as { thread: string; message: string; run: string }[];
  const paths = (kind: "thread" | "message" | "run", rest = "") => threads.map((each) => `/v1${each[kind]}${rest}`);
  const write = (method: "POST" | "PUT", path: Target["path"], body: object) => ({
    ...{ method, path, headers, body: JSON.stringify(body) },
  });
  return {
    "GET thread": { method: "GET", path: paths("thread"), headers },
    "GET messages, 20": { method: "GET", path: paths("thread", "/messages?format=aui/v0"), headers },
    "GET threads, 20": { method: "GET", path: "/v1/threads", headers },
    // Browsers send this header with every request without a body.
    "POST heartbeat": { path: paths("run", "/heartbeat"), headers: { ...headers, "content-length": "0" } },
    "PUT thread": write("PUT", paths("thread"), { title: "Another title" }),
    "PUT message": write("PUT", paths("message"), { content }),
    "POST feedback": write("POST", paths("message", "/feedback"), { type: "positive" }),
    "POST end of a run": write("POST", paths("run", "/end"), { reason: "done" }),
    "POST thread": write("POST", "/v1/threads", { last_message_at: "2026-01-01T00:00:00.000Z" }),
    "POST message": write("POST", paths("thread", "/messages"), { parent_id: null, format: "aui/v0", content }),
  };
}
