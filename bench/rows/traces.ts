import { startCollector } from "../../test/support/start-collector.ts";
import { measureServers, medianOf, ratioOf } from "../http/measure-servers.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/**
 * Measures the rate and the processor time of token minting with tracing, and compares them with the values without
 * tracing. If tracing is on, the authority sends a span per request to a collector in this process.
 */
export const measure: Measure = async () => {
  const collector = await startCollector();
  const servers: BenchServer[] = [];
  try {
    servers.push(await startServer("authority"), await startServer("authority", "memory://", "", collector.url));
    const [plain, traced] = servers;
    if (!plain || !traced) return [];
    const results = await measureServers({ traced: mintAt(traced, traced), plain: mintAt(plain, plain) });
    const figures = (result: typeof results.plain) =>
      `${medianOf(result, "perSecond").toFixed(0)}/s, ${medianOf(result, "cpu").toFixed(0)} us`;
    const row = {
      figure: figures(results.traced),
      against: `without traces ${figures(results.plain)}`,
      goal: "",
      met: null,
    };
    return [
      { ...row, what: "mint with traces: requests", ratio: ratioOf(results.traced, results.plain, "perSecond") },
      { ...row, what: "the same: processor time of the server", ratio: ratioOf(results.traced, results.plain, "cpu") },
    ];
  } finally {
    for (const server of servers) await server.stop();
    await collector.close();
  }
};
