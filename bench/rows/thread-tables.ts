import { openStorage } from "../../server/src/storage/open-storage.ts";
import { messageListQuery } from "../../server/src/threads/message-bodies.ts";
import { createMessageStore } from "../../server/src/threads/message-store.ts";
import type { RunStatement } from "../../server/src/threads/scoped-statements.ts";
import { threadListQuery } from "../../server/src/threads/thread-bodies.ts";
import { createThreadStore } from "../../server/src/threads/thread-store.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { interleave, median, medianRatio } from "../interleave.ts";
import type { Measure } from "../row.ts";

/** Ten messages each, a hundred threads to a workspace. */
const MANY = Number(process.env["BENCH_THREADS"] ?? 100_000);
const FEW = 1000;
const GOAL = 1.2;

/** The lists of threads and of messages in large tables beside small ones, in turns, each on a PostgreSQL of its own. */
export const measure: Measure = async () => {
  const tables = [await openTables(FEW), await openTables(MANY)] as const;
  const [few, many] = tables;
  try {
    const lists: Record<string, (run: RunStatement, workspace: number) => Promise<unknown>> = {
      "GET threads": (run, workspace) =>
        createThreadStore(run, scopeOf(workspace), Date.now).list(threadListQuery.parse({})),
      "GET messages": (run, workspace) =>
        createMessageStore(run, scopeOf(workspace), Date.now).list(
          `thread-${workspace * 100}`,
          messageListQuery.parse({}),
        ),
    };
    const rows = [];
    for (const [what, list] of Object.entries(lists)) {
      const repeat = (run: RunStatement, workspaces: number) => async (count: number) => {
        for (let index = 0; index < count; index += 1) await list(run, (index * 7919) % workspaces);
      };
      const contenders = { many: repeat(many.run, MANY / 100), few: repeat(few.run, FEW / 100) };
      const times = await interleave(contenders, { rounds: 20, warmUp: 3, count: 200 });
      const ratio = medianRatio(times.many, times.few);
      console.error(`${what}: ${await explain(many.run, list)}`);
      rows.push({
        what: `${what}, ${MANY.toLocaleString("en-US")} threads, ${(MANY * 10).toLocaleString("en-US")} messages`,
        figure: `${(median(times.many) / 1000).toFixed(0)} us`,
        against: `${FEW.toLocaleString("en-US")} threads ${(median(times.few) / 1000).toFixed(0)} us`,
        ratio,
        goal: `<= ${GOAL} x`,
        met: ratio <= GOAL,
      });
    }
    return rows;
  } finally {
    for (const { close } of tables) await close();
  }
};

const scopeOf = (workspace: number) => ({ projectId: "p", workspaceId: `w${workspace}`, userId: "u" });

async function openTables(threads: number) {
  const postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  const run = storage.statement;
  const BATCH = 10_000;
  for (let first = 0; first < threads; first += BATCH) {
    const last = Math.min(threads, first + BATCH) - 1;
    await run(FILL_THREADS, [first, last]);
    await run(FILL_MESSAGES, [first, last]);
  }
  await run("analyze", []);
  const close = async () => {
    await storage.close();
    await postgres.remove();
  };
  return { run, close };
}

/** Returns the nodes of a list's plan. */
async function explain(run: RunStatement, list: (run: RunStatement, workspace: number) => Promise<unknown>) {
  const nodes: string[] = [];
  const explained: RunStatement = async (text, values) => {
    const rows = await run(`explain ${text}`, values);
    nodes.push(...rows.map((row) => String(row["QUERY PLAN"])).filter((line) => /Scan|Sort|Join|Loop/.test(line)));
    return [];
  };
  await list(explained, 7);
  return nodes
    .map((node) =>
      node
        .replace(/\(cost.*$/, "")
        .replace("->", "")
        .trim(),
    )
    .join("; ");
}

const FILL_THREADS = `insert into threads (project_id, workspace_id, id, user_id, is_archived, created_at, updated_at, last_message_at)
  select 'p', 'w' || number / 100, 'thread-' || number, 'u', false, moment, moment, moment
  from generate_series($1::int, $2::int) as number,
    lateral (select timestamptz '2026-01-01' + number * interval '1 second' as moment) as at`;

const FILL_MESSAGES = `insert into messages (project_id, workspace_id, thread_id, id, user_id, parent_id, height, role, format, content,
    created_at, updated_at)
  select 'p', 'w' || number / 100, 'thread-' || number, 'msg_' || level, 'u', case when level > 0 then 'msg_' || level - 1 end, level,
    'user', 'aui/v0', '{"role":"user","content":[{"type":"text","text":"' || repeat('words ', 20) || '"}]}', moment, moment
  from generate_series($1::int, $2::int) as number, generate_series(0, 9) as level,
    lateral (select timestamptz '2026-01-01' + number * interval '1 second' as moment) as at`;
