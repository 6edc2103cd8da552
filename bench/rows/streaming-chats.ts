import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { openThread, type Pace, playTurn, type Send, signIn } from "../http/play-chat.ts";
import { startServer } from "../http/start-server.ts";
import type { Measure, Row } from "../row.ts";

const CHATS = 200;
/**
 * A pace ten times as fast as in real chats: a heartbeat each second, and a reply in six seconds instead of a minute.
 */
const PACE: Pace = { heartbeats: 5, pause: () => setTimeout(1000) };
const REPLY_MS = 6000;
const TURNS = 4;
const GOAL_MS = 100;

/**
 * Measures how long it takes to write a message on PGlite and on PostgreSQL while 200 chats stream at the same time.
 * Each chat has its own user. The chats run at ten times the real pace, so they send as many requests as 2,000 real
 * chats. This process sends the requests. The first turn is a warm-up.
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
    const users: Send[] = [];
    while (users.length < CHATS) users.push(await signIn(server, `user-${users.length}`));
    const writes: number[] = [];
    /** Plays `turns` turns of every chat. The starts of the chats are spread evenly over the duration of one reply. */
    const playAll = (turns: number, onWrite: (milliseconds: number) => void) =>
      Promise.all(
        users.map(async (send, index) => {
          await setTimeout((index * REPLY_MS) / CHATS);
          const timed = timeWrites(send, onWrite);
          const thread = await openThread(timed);
          let parentId: string | null = null;
          for (let turn = 0; turn < turns; turn += 1) parentId = await playTurn(timed, thread, parentId, PACE);
        }),
      );
    await playAll(1, () => {});
    const before = await server.readUsage("cpu");
    await playAll(TURNS, (milliseconds) => writes.push(milliseconds));
    const after = await server.readUsage("cpu");
    writes.sort((a, b) => a - b);
    const at = (share: number) => writes[Math.floor(writes.length * share)] ?? Number.NaN;
    const p99 = at(0.99);
    return [
      {
        what: `${CHATS} chats that stream at once, ten times as fast, on ${kind}: p99 of a message write`,
        figure: `${p99.toFixed(1)} ms`,
        against: `median of ${writes.length} writes ${at(0.5).toFixed(1)} ms`,
        ratio: p99 / at(0.5),
        goal: `<= ${GOAL_MS} ms`,
        met: p99 <= GOAL_MS,
      },
      {
        what: `the same, processor time of the server for one turn of a chat, 11 requests`,
        figure: `${((after.cpu - before.cpu) / 1000 / (CHATS * TURNS)).toFixed(1)} ms`,
        against: "",
        ratio: null,
        goal: "",
        met: null,
      },
    ];
  } finally {
    await server.stop();
  }
}

/** Returns a function that calls `send`, and passes the duration of each message write to `onWrite`. */
function timeWrites(send: Send, onWrite: (milliseconds: number) => void): Send {
  return async (method, path, body) => {
    const start = performance.now();
    const answer = await send(method, path, body);
    if (/\/messages(\/[^/]+)?$/.test(path) && method !== "GET") onWrite(performance.now() - start);
    return answer;
  };
}
