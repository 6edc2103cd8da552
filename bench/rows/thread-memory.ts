import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { openThread, type Pace, playTurn, type Send, signIn } from "../http/play-chat.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import type { Measure, Row } from "../row.ts";

const GOAL = 1.1;
/** The number of concurrent chats, from `BENCH_CHATS`. Default: 50. */
const CHATS = Number(process.env["BENCH_CHATS"] ?? 50);
/** The number of turns of each chat in an hour: one per minute. */
const HOUR = 60;
const WARM_UP = 15;
const TURNS_PER_USER = 5;
/** Each reply has as many heartbeats as a real reply of one minute, but no pauses between them. */
const PACE: Pace = { heartbeats: 5, pause: async () => {} };

/**
 * Measures whether memory grows while the server handles as many chat requests as in an hour. The benchmark sends the
 * requests without pauses. It measures resident memory and live objects before and after the requests, each time after
 * a garbage collection. Each chat changes its user and token every five turns, so memory would grow if the server kept
 * data per token, user or workspace.
 */
export const measure: Measure = async () => {
  const folder = await mkdtemp(join(tmpdir(), "authority-bench-"));
  const postgres = await startPostgres();
  try {
    return [...(await measureOn("PGlite", join(folder, "data"))), ...(await measureOn("PostgreSQL", postgres.url))];
  } finally {
    await postgres.remove();
    await rm(folder, { recursive: true, force: true });
  }
};

async function measureOn(kind: string, databaseUrl: string): Promise<Row[]> {
  const server = await startServer("cloud", databaseUrl, "0");
  try {
    let sent = 0;
    const playAll = async (turns: number) => {
      const chats = Array.from({ length: CHATS }, (_, index) => playChat(server, index, turns));
      for (const count of await Promise.all(chats)) sent += count;
    };
    await playAll(WARM_UP);
    const before = await server.readUsage("memory");
    sent = 0;
    await playAll(HOUR);
    const after = await server.readUsage("memory");
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    return (["rss", "heap"] as const).map((part) => ({
      what: `${part === "rss" ? "resident memory" : "living objects"} on ${kind} after an hour of ${CHATS} chats, ${sent} requests`,
      figure: megabytes(after[part]),
      against: `before it ${megabytes(before[part])}`,
      ratio: after[part] / before[part],
      goal: `<= ${GOAL} x`,
      met: after[part] <= GOAL * before[part],
    }));
  } finally {
    await server.stop();
  }
}

/** Plays `turns` turns of one chat. Returns the number of sent requests, without the requests that sign in. */
async function playChat(server: BenchServer, index: number, turns: number): Promise<number> {
  let count = 0;
  let send: Send = async () => ({});
  let thread = "";
  let parentId: string | null = null;
  for (let turn = 0; turn < turns; turn += 1) {
    if (turn % TURNS_PER_USER === 0) {
      const signedIn = await signIn(server, `user-${index}-${turn}`);
      send = (...request) => {
        count += 1;
        return signedIn(...request);
      };
      thread = await openThread(send);
      parentId = null;
    }
    parentId = await playTurn(send, thread, parentId, PACE);
    await readAndReport(send, thread, parentId);
  }
  return count;
}

/**
 * Sends the requests that a chat page sends but `playTurn` omits. They list threads and messages, and report feedback,
 * an event and a run.
 */
async function readAndReport(send: Send, thread: string, reply: string): Promise<void> {
  const thread_id = thread.slice("/threads/".length);
  await send("GET", "/threads?limit=20");
  await send("GET", `${thread}/messages?format=ai-sdk/v6&limit=200`);
  await send("POST", `${thread}/messages/${reply}/feedback`, { type: "positive" });
  await send("POST", "/events", { events: [{ kind: "message_sent", thread_id }] });
  await send("POST", "/runs", { thread_id, status: "completed", message_id: reply });
}
