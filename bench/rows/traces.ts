import { startCollector } from "../../test/support/start-collector.ts";
import { contend, middle, ratioOf } from "../http/contend.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { mintAt } from "../http/targets.ts";
import type { Measure } from "../row.ts";

/**
 * Measures minting with traces, compared with minting without them. The authority sends a span per request to a
 * collector in this process.
 */
export const measure: Measure = async () => {
  const collector = await startCollector();
  const servers: BenchServer[] = [];
  try {
    servers.push(await startServer("authority"), await startServer("authority", "memory://", "", collector.url));
    const [plain, traced] = servers;
    if (!plain || !traced) return [];
    const races = await contend({ traced: mintAt(traced, traced), plain: mintAt(plain, plain) });
    const figures = (race: typeof races.plain) =>
      `${middle(race, "perSecond").toFixed(0)}/s, ${middle(race, "cpu").toFixed(0)} us`;
    const row = {
      figure: figures(races.traced),
      against: `without traces ${figures(races.plain)}`,
      goal: "",
      met: null,
    };
    return [
      { ...row, what: "mint with traces: requests", ratio: ratioOf(races.traced, races.plain, "perSecond") },
      { ...row, what: "the same: processor time of the server", ratio: ratioOf(races.traced, races.plain, "cpu") },
    ];
  } finally {
    for (const server of servers) await server.stop();
    await collector.close();
  }
};
