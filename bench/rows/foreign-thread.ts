import assert from "node:assert/strict";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

const THREADS = 64;
const TOLERANCE = 0.05;

interface Paths {
  readonly thread: string;
  readonly message: string;
  readonly run: string;
}

/**
 * Compares two response times: for requests about threads of another workspace, and for requests about threads that do
 * not exist. The benchmark sends one request at a time, like an attacker who measures response times.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const server = await startServer("cloud", postgres.url, `${THREADS}`);
  try {
    const foreign = JSON.parse(server.startupValues["threads"] ?? "[]") as Paths[];
    const missing = foreign.map((each): Paths => {
      const other = (path: string) => path.replace(/(?<=\/threads\/thread_)[^/]+/, (id) => [...id].reverse().join(""));
      return { thread: other(each.thread), message: other(each.message), run: other(each.run) };
    });
    const rows: Row[] = [];
    for (const [what, sendRequest] of Object.entries(requests(server))) {
      const repeat = (paths: readonly Paths[]) => async (count: number) => {
        for (let index = 0; index < count; index += 1) await sendRequest(paths[index % THREADS] as Paths);
      };
      const contenders = { foreign: repeat(foreign), missing: repeat(missing) };
      const times = await measureInTurns(contenders, { rounds: 30, warmUp: 5, count: 128 });
      const ratio = medianRatio(times.foreign, times.missing);
      rows.push({
        what: `${what} of another workspace's thread`,
        figure: `${(median(times.foreign) / 1000).toFixed(0)} us`,
        against: `of a thread that does not exist ${(median(times.missing) / 1000).toFixed(0)} us`,
        ratio,
        goal: `${1 - TOLERANCE} to ${1 + TOLERANCE} x`,
        met: Math.abs(ratio - 1) <= TOLERANCE,
      });
    }
    return rows;
  } finally {
    await server.stop();
    await postgres.remove();
  }
};

function requests({ startupValues }: BenchServer): Record<string, (paths: Paths) => Promise<void>> {
  const headers = { authorization: `Bearer ${startupValues["otherToken"]}`, "content-type": "application/json" };
  const send = async (method: string, path: string, body?: object) => {
    const init = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    const response = await fetch(`${startupValues["url"]}/v1${path}`, init);
    const text = await response.text();
    // The message list of a missing thread is empty, not a 404.
    assert.ok(response.status === 404 || text === '{"messages":[]}', text);
  };
  const content = JSON.parse(startupValues["content"] ?? "{}") as object;
  return {
    "GET thread": ({ thread }) => send("GET", thread),
    "GET messages": ({ thread }) => send("GET", `${thread}/messages`),
    "PUT thread": ({ thread }) => send("PUT", thread, { title: "Mine" }),
    "PUT message": ({ message }) => send("PUT", message, { content }),
    "POST heartbeat": ({ run }) => send("POST", `${run}/heartbeat`),
  };
}
