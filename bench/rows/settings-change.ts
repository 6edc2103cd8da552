import { createAuthority, openStorage } from "../../server/src/index.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { fillRules } from "../database/fill-settings.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { exchangeAt } from "../http/targets.ts";
import { median } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

const MANY = 10_000;
const ROUNDS = 30;
const GOAL_MS = 50;

/**
 * Measures how long another process takes to apply a changed auth rule. Also measures the slowest token exchange after
 * the change. In that exchange, the process rereads the rule. Compares an authority that has 10,000 rules with an
 * authority that has a single rule.
 */
export const measure: Measure = async () => {
  const few = await openServer(0);
  const many = await openServer(MANY).catch(async (error: unknown) => {
    await few.close();
    throw error;
  });
  try {
    const [ofFew, ofMany] = [await few.measureRounds(), await many.measureRounds()];
    const toRow = (what: string, of: "exchange" | "seen"): Row => ({
      what: `${what}, ${MANY.toLocaleString("en-US")} rules`,
      figure: `${median(ofMany[of]).toFixed(1)} ms, at most ${Math.max(...ofMany[of]).toFixed(0)} ms of ${ROUNDS}`,
      against: `1 rule ${median(ofFew[of]).toFixed(1)} ms`,
      ratio: median(ofMany[of]) / median(ofFew[of]),
      goal: `<= ${GOAL_MS} ms`,
      met: median(ofMany[of]) <= GOAL_MS,
    });
    return [
      toRow("the first exchange after a change of one rule", "exchange"),
      toRow("from the change until another process answers by it", "seen"),
    ];
  } finally {
    await few.close();
    await many.close();
  }
};

async function openServer(rules: number) {
  const postgres = await startPostgres();
  const storage = await openStorage(postgres.url);
  let server: BenchServer | null = null;
  const close = async () => {
    await server?.stop();
    await storage.close();
    await postgres.remove();
  };
  try {
    if (rules > 0) await fillRules(postgres.url, rules);
    const authority = await createAuthority({
      storage,
      issuer: "https://auth.example.com",
      secret: "a secret of the benchmark, 32 characters or more",
    });
    const started = await startServer("authority", postgres.url);
    server = started;
    const exchange = async () => {
      const { path, headers } = exchangeAt(started, started);
      const { status } = await fetch(`${started.startupValues["url"]}${path}`, { method: "POST", headers });
      return status;
    };
    return { close, measureRounds: () => measureChanges(authority, started, exchange) };
  } catch (error) {
    await close();
    throw error;
  }
}

async function measureChanges(
  { rules }: Awaited<ReturnType<typeof createAuthority>>,
  server: BenchServer,
  exchange: () => Promise<number>,
) {
  const rule = (await rules.list()).find(({ issuers }) =>
    issuers.includes(server.startupValues["providerIssuer"] ?? ""),
  );
  if (rule === undefined) throw new Error("The server has no rule.");
  for (let count = 0; count < 10; count += 1) await exchange();
  const times = { exchange: [] as number[], seen: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const enabled = round % 2 === 1;
    const start = performance.now();
    await rules.setEnabled(rule.id, enabled);
    // The slowest exchange after the change is the one that reread the rule.
    let slowest = 0;
    for (let status = 0; status !== (enabled ? 200 : 403); ) {
      const sentAt = performance.now();
      status = await exchange();
      slowest = Math.max(slowest, performance.now() - sentAt);
    }
    times.exchange.push(slowest);
    times.seen.push(performance.now() - start);
  }
  return times;
}
