import { createAuthority, openStorage } from "../../server/src/index.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { exchangeAt, mintAt } from "../http/targets.ts";
import { median } from "../interleave.ts";
import type { Measure, Row } from "../row.ts";

/** The number of rounds. Each round revokes an API key and disables an auth rule. */
const ROUNDS = 15;
/** A URL at which no server listens. Notices (`LISTEN`) fail there, as they do behind a connection pooler. */
const NOWHERE = "postgres://user@127.0.0.1:1/nowhere";

/**
 * Measures how long another process still accepts a revoked API key, and ID tokens of a disabled auth rule. This
 * process makes the changes, with an authority on the same PostgreSQL. Without notices, each change follows right after
 * a poll of the other process, so the result is the worst case.
 */
export const measure: Measure = async () => {
  const postgres = await startPostgres();
  const servers: BenchServer[] = [];
  const storage = await openStorage(postgres.url);
  try {
    const authority = await createAuthority({
      storage,
      issuer: "https://auth.example.com",
      secret: "a secret of the benchmark, 32 characters or more",
    });
    const listening = await startServer("authority", postgres.url);
    const polling = await startServer("authority", postgres.url, NOWHERE);
    servers.push(listening, polling);
    const rules = await authority.rules.list();

    async function times(server: BenchServer): Promise<number[]> {
      const rule = rules.find(({ issuers }) => issuers.includes(server.facts["providerIssuer"] ?? ""));
      if (rule === undefined) throw new Error("The server has no rule.");
      const exchange = () => statusOf(exchangeAt(server, server));
      async function end(change: () => Promise<unknown>, ask: () => Promise<number>): Promise<number> {
        const start = performance.now();
        await change();
        await until(ask, 403);
        return performance.now() - start;
      }
      const found: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { id, key } = await authority.keys.create({ name: "leaked" });
        const mint = () => statusOf(mintAt(server, { ...server, facts: { ...server.facts, key } }));
        await authority.rules.setEnabled(rule.id, true);
        await Promise.all([until(mint, 200), until(exchange, 200)]);
        const [ofKey, ofRule] = await Promise.all([
          end(() => authority.keys.revoke(id), mint),
          end(() => authority.rules.setEnabled(rule.id, false), exchange),
        ]);
        found.push(ofKey, ofRule);
      }
      return found;
    }

    const rows = [
      toRow("seen by another process, by notice", await times(listening), 1000),
      toRow("seen by another process, by polling the version only", await times(polling), 5000),
    ];
    await authority.close();
    return rows;
  } finally {
    for (const server of servers) await server.stop();
    await storage.close();
    await postgres.remove();
  }
};

async function statusOf({ server, path, headers }: ReturnType<typeof mintAt>): Promise<number> {
  const { status } = await fetch(`${server.facts["url"]}${path}`, { method: "POST", headers });
  return status;
}

async function until(ask: () => Promise<number>, status: number): Promise<void> {
  while ((await ask()) !== status);
}

function toRow(how: string, times: readonly number[], limit: number): Row {
  const most = Math.max(...times);
  return {
    what: `a revoked API key or disabled rule, ${how}`,
    figure: `${median(times).toFixed(0)} ms, at most ${most.toFixed(0)} ms of ${times.length}`,
    against: "",
    ratio: null,
    goal: `< ${limit / 1000} s`,
    met: most < limit,
  };
}
