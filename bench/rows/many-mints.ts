import process from "node:process";
import { load } from "../http/load.ts";
import { startServer } from "../http/start-server.ts";
import { mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

const GOAL = 1.1;
const WARM_UP = 20_000;
/** The number of measured mints. Default: 50,000. `BENCH_MINTS=1000000` takes minutes. */
const MINTS = Number(process.env["BENCH_MINTS"] ?? 50_000);

/**
 * Compares the server's memory before and after many mints. Measures resident memory and live objects, both after a
 * garbage collection.
 */
export const measure: Measure = async () => {
  const server = await startServer("authority");
  try {
    const target = mintAt(server, server);
    await load(target, { amount: WARM_UP });
    const before = await server.readUsage("memory");
    await load(target, { amount: MINTS });
    const after = await server.readUsage("memory");
    const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;
    return (["rss", "heap"] as const).map((kind) => ({
      what: `${kind === "rss" ? "resident memory" : "living objects"} after ${MINTS} mints`,
      figure: megabytes(after[kind]),
      against: `before them ${megabytes(before[kind])}`,
      ratio: after[kind] / before[kind],
      goal: `<= ${GOAL} x`,
      met: after[kind] <= GOAL * before[kind],
    }));
  } finally {
    await server.stop();
  }
};
