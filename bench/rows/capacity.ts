import { setTimeout } from "node:timers/promises";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { type PostgresUsage, readPostgresUsage } from "../database/postgres-usage.ts";
import { load, type Target } from "../http/load.ts";
import { openThread, type Pace, playTurn, signIn } from "../http/play-chat.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { exchangeAt, mintAt } from "../http/targets.ts";
import { type Cost, planFor } from "../plan-capacity.ts";
import type { Measure, Row } from "../row.ts";

const THREADS = 64;
const WARM_UP = 3000;
const SECONDS = 5;
const CHATS = 50;
const TURNS = 4;
const PACE: Pace = { heartbeats: 5, pause: () => setTimeout(200) };
const USERS = [10_000, 1_000_000, 100_000_000];

/**
 * Measures the costs in docs/authority/capacity.md: sent and stored bytes, and the processor time of the server and
 * PostgreSQL. Then computes the required resources for several numbers of users. The processor time does not include
 * the time of this process, which sends the requests.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const tokens = await startServer("authority", postgres.url);
  const cloud = await startServer("cloud", postgres.url, `${THREADS}`);
  try {
    const usage = () => readPostgresUsage(postgres.url);
    const costs: Record<string, { cost: Cost; row: Row }> = {};
    for (const [what, target] of Object.entries(targetsOf(tokens, cloud))) {
      await load(target, { amount: WARM_UP });
      const before = await usage();
      const result = await load(target, { seconds: SECONDS });
      const database = databaseCost(before, await usage(), result.count);
      const storedBytes = ((await usage()).size - before.size) / result.count;
      costs[what] = costRow(what, { server: result.cpu, database }, `${result.bytes.toFixed(0)} bytes`, storedBytes);
    }
    const turn = await playChats(cloud, usage);
    const costOf = (what: string) => costs[what]?.cost ?? { server: Number.NaN, database: Number.NaN };
    const all = {
      exchange: costOf("exchange"),
      threadList: costOf("GET threads, 20"),
      messageList: costOf("GET messages, 20"),
      turn: turn.cost,
      turnBytes: turn.bytes,
    };
    return [
      ...Object.values(costs).map(({ row }) => row),
      turn.row,
      ...USERS.map((users) => planRow(users, planFor(users, all))),
    ];
  } finally {
    await cloud.stop();
    await tokens.stop();
    await postgres.remove();
  }
};

function targetsOf(tokens: BenchServer, cloud: BenchServer): Record<string, Target> {
  const headers = { authorization: `Bearer ${cloud.startupValues["token"]}`, "content-type": "application/json" };
  const content = JSON.parse(cloud.startupValues["content"] ?? "{}") as object;
  const threads = JSON.parse(cloud.startupValues["threads"] ?? "[]") as { thread: string }[];
  const messages = threads.map(({ thread }) => `/v1${thread}/messages`);
  const body = JSON.stringify({ parent_id: null, format: "aui/v0", content });
  return {
    mint: mintAt(tokens, tokens),
    exchange: exchangeAt(tokens, tokens),
    "GET threads, 20": { server: cloud, method: "GET", path: "/v1/threads", headers },
    "GET messages, 20": {
      server: cloud,
      method: "GET",
      path: messages.map((path) => `${path}?format=aui/v0`),
      headers,
    },
    "POST message": { server: cloud, path: messages, headers, body },
  };
}

/**
 * Measures the cost of a turn in concurrent chats. Heartbeats are 200 ms apart instead of 10 seconds. The shorter
 * pauses do not change the cost, because a chat uses no processor time between heartbeats.
 */
async function playChats(server: BenchServer, usage: () => Promise<PostgresUsage>) {
  const users = await Promise.all(Array.from({ length: CHATS }, (_, index) => signIn(server, `chat-${index}`)));
  const playAll = (turns: number) =>
    Promise.all(
      users.map(async (send) => {
        const thread = await openThread(send);
        let parentId: string | null = null;
        for (let turn = 0; turn < turns; turn += 1) parentId = await playTurn(send, thread, parentId, PACE);
      }),
    );
  await playAll(1);
  const [before, cpu] = [await usage(), await server.readUsage("cpu")];
  await playAll(TURNS);
  const [after, cpuAfter] = [await usage(), await server.readUsage("cpu")];
  const count = CHATS * TURNS;
  const cost = { server: (cpuAfter.cpu - cpu.cpu) / count, database: databaseCost(before, after, count) };
  const bytes = (after.size - before.size) / count;
  return { ...costRow("turn of a streaming chat, 11 requests", cost, "", bytes), bytes };
}

const databaseCost = (before: PostgresUsage, after: PostgresUsage, count: number) =>
  before.cpu === null || after.cpu === null ? Number.NaN : (after.cpu - before.cpu) / count;

function costRow(what: string, cost: Cost, answer: string, stored: number) {
  const more = [answer, stored >= 100 ? `stores ${stored.toFixed(0)} bytes` : ""].filter((text) => text !== "");
  const row: Row = {
    ...plain,
    what: `${what}: processor time of the server`,
    figure: `${cost.server.toFixed(0)} us`,
    against: [`PostgreSQL ${cost.database.toFixed(0)} us`, ...more].join(", "),
  };
  return { cost, row };
}

function planRow(users: number, plan: ReturnType<typeof planFor>): Row {
  const number = (value: number) => value.toLocaleString("en", { maximumSignificantDigits: 2 });
  return {
    ...plain,
    what: `${users.toLocaleString("en")} monthly users, in the busiest hour`,
    figure: `${number(plan.requests)} requests/s`,
    against: [
      `${number(plan.writes)} writes/s`,
      `${number(plan.openChats)} open chats`,
      `server ${number(plan.serverCores)} cores in ${plan.processes} processes with ${plan.connections} connections`,
      `PostgreSQL ${number(plan.databaseCores)} cores`,
      `${number(plan.bytesOfYear / 1e9)} GB a year`,
    ].join(", "),
  };
}

const plain = { ratio: null, goal: "", met: null };
