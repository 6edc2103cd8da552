import { openStorage } from "../../server/src/storage/open-storage.ts";
import { messageListQuery } from "../../server/src/threads/message-bodies.ts";
import { createMessageStore } from "../../server/src/threads/message-store.ts";
import { createProjectThreads } from "../../server/src/threads/operator/project-threads.ts";
import type { RunStatement } from "../../server/src/threads/scoped-statements.ts";
import { threadListQuery } from "../../server/src/threads/thread-bodies.ts";
import { createThreadStore } from "../../server/src/threads/thread-store.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { explainStatements } from "../database/explain-statements.ts";
import { fillThreads } from "../database/fill-threads.ts";
import { statementsOfThreads } from "../database/statements-of-threads.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

/**
 * The number of threads in the large tables, from the variable `BENCH_THREADS`. Default: 100,000. Each thread has ten
 * messages. Each workspace has a hundred threads.
 */
const MANY = Number(process.env["BENCH_THREADS"] ?? 100_000);
const FEW = 1000;
const GOAL = 1.2;

/**
 * Measures how long it takes to list threads and messages in large tables. Compares this time with the time in small
 * tables. Also measures the dashboard's search, and counts the query plans that read a whole table.
 */
export const measure: Measure = async () => {
  const few = await openTables(FEW);
  const many = await openTables(MANY).catch(async (error: unknown) => {
    await few.close();
    throw error;
  });
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
    const rows: Row[] = [];
    for (const [what, list] of Object.entries(lists)) {
      const repeat = (run: RunStatement, workspaces: number) => async (count: number) => {
        for (let index = 0; index < count; index += 1) await list(run, (index * 7919) % workspaces);
      };
      const contenders = { many: repeat(many.run, MANY / 100), few: repeat(few.run, FEW / 100) };
      const times = await measureInTurns(contenders, { rounds: 20, warmUp: 3, count: 200 });
      const ratio = medianRatio(times.many, times.few);
      rows.push({
        what: `${what}, ${MANY.toLocaleString("en-US")} threads, ${(MANY * 10).toLocaleString("en-US")} messages`,
        figure: `${(median(times.many) / 1000).toFixed(0)} us`,
        against: `${FEW.toLocaleString("en-US")} threads ${(median(times.few) / 1000).toFixed(0)} us`,
        ratio,
        goal: `<= ${GOAL} x`,
        met: ratio <= GOAL,
      });
    }
    return [...rows, await searchRow(many.run), await scanRow(many.url)];
  } finally {
    await few.close();
    await many.close();
  }
};

/** Measures the dashboard's search for the title of the oldest thread. The search reads all newer threads first. */
async function searchRow(run: RunStatement): Promise<Row> {
  const { list } = createProjectThreads(run, "p", Date.now);
  const find = (title?: string) => async (count: number) => {
    for (let index = 0; index < count; index += 1) await list({ ...threadListQuery.parse({}), title });
  };
  const contenders = { search: find("a title of thread 0"), page: find() };
  const times = await measureInTurns(contenders, { rounds: 5, warmUp: 1, count: 2 });
  return {
    what: `the operator's search for the title of the oldest of ${MANY.toLocaleString("en-US")} threads`,
    figure: `${(median(times.search) / 1e6).toFixed(0)} ms`,
    against: `the newest page ${(median(times.page) / 1e6).toFixed(2)} ms`,
    ratio: medianRatio(times.search, times.page),
    goal: "",
    met: null,
  };
}

/** Prints the plan of every statement, and counts the plans that read a whole table. */
async function scanRow(url: string): Promise<Row> {
  const plans = await explainStatements(url, statementsOfThreads);
  for (const { name, nodes } of plans) console.error(`${name}: ${nodes.join("; ")}`);
  const scans = plans.filter(({ nodes }) => nodes.some((node) => node.startsWith("Seq Scan")));
  return {
    what: "statements of the API and the dashboard that read a whole table",
    figure: scans.length === 0 ? "0" : scans.map(({ name }) => name).join(", "),
    against: `${plans.length} plans`,
    ratio: null,
    goal: "0",
    met: scans.length === 0,
  };
}

const scopeOf = (workspace: number) => ({ projectId: "p", workspaceId: `w${workspace}`, userId: "u" });

async function openTables(threads: number) {
  const postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  const close = async () => {
    await storage.close();
    await postgres.remove();
  };
  try {
    await fillThreads(postgres.url, threads);
  } catch (error) {
    await close();
    throw error;
  }
  return { run: storage.prepared, url: postgres.url, close };
}
