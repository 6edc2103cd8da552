import { availableParallelism } from "node:os";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { load } from "../http/load.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { mintAt } from "../http/targets.ts";
import { median, medianRatio } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

const GOAL = 1.8;
const WARM_UP = 20_000;
const ROUNDS = 6;
const SECONDS = 2;
/** The required number of cores: two for the authorities, one for the load and one for the database. */
const CORES = 4;

/**
 * Compares one authority with two authorities that share one PostgreSQL. With fewer than four cores, the processes
 * compete, so requests per second are meaningless. The benchmark then compares the processor time per request. If this
 * time is not higher with two authorities, a second core can double the throughput.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const servers: BenchServer[] = [];
  try {
    servers.push(await startServer("authority", postgres.url), await startServer("authority", postgres.url));
    const [first, second] = servers.map((server) => mintAt(server, server));
    if (!first || !second) return [];
    for (const target of [first, second]) await load(target, { amount: WARM_UP });
    const one = { perSecond: [] as number[], cpu: [] as number[] };
    const two = { perSecond: [] as number[], cpu: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      const alone = await load(first, { seconds: SECONDS });
      const both = await Promise.all([load(first, { seconds: SECONDS }), load(second, { seconds: SECONDS })]);
      one.perSecond.push(alone.perSecond);
      one.cpu.push(alone.cpu);
      two.perSecond.push(both[0].perSecond + both[1].perSecond);
      two.cpu.push((both[0].cpu * both[0].count + both[1].cpu * both[1].count) / (both[0].count + both[1].count));
    }
    return [availableParallelism() >= CORES ? byRequests(two.perSecond, one.perSecond) : byTime(two.cpu, one.cpu)];
  } finally {
    for (const server of servers) await server.stop();
    await postgres.remove();
  }
};

function byRequests(two: readonly number[], one: readonly number[]): Row {
  const ratio = medianRatio(two, one);
  return {
    what: "two processes on one PostgreSQL",
    figure: `${median(two).toFixed(0)}/s`,
    against: `one process ${median(one).toFixed(0)}/s`,
    ratio,
    goal: `>= ${GOAL} x`,
    met: ratio >= GOAL,
  };
}

function byTime(two: readonly number[], one: readonly number[]): Row {
  const ratio = medianRatio(two, one);
  const limit = 2 / GOAL;
  return {
    what: `two processes on one PostgreSQL, processor time of a request (no core for each: ${availableParallelism()} of ${CORES})`,
    figure: `${median(two).toFixed(0)} us`,
    against: `one process ${median(one).toFixed(0)} us`,
    ratio,
    goal: `<= ${limit.toFixed(2)} x`,
    met: ratio <= limit,
  };
}
