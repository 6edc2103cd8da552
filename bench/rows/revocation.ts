import { createAuthority, openStorage } from "../../server/src/index.ts";
import { startPostgres } from "../../test/support/start-postgres.ts";
import { type BenchServer, startServer } from "../http/start-server.ts";
import { exchangeAt, mintAt } from "../http/targets.ts";
import { median } from "../measure-in-turns.ts";
import type { Measure, Row } from "../row.ts";

/** The number of rounds. Each round revokes an API key and disables an auth rule. */
const ROUNDS = 15;
/**
 * A database URL at which no server listens. A process that listens for change notices at this URL receives none. It
 * therefore behaves like a process behind a connection pooler.
 */
const UNREACHABLE_URL = "postgres://user@127.0.0.1:1/nowhere";

/**
 * Measures how long other processes still accept a revoked API key, and ID tokens of a disabled auth rule. This process
 * revokes the key and disables the rule through its own authority. All processes use the same PostgreSQL.
 *
 * The process `listening` receives change notices from PostgreSQL. The process `polling` receives no notices and polls
 * PostgreSQL. The changes follow right after a poll, so the result of `polling` is the worst case.
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
    const polling = await startServer("authority", postgres.url, UNREACHABLE_URL);
    servers.push(listening, polling);
    const rules = await authority.rules.list();

    async function measureRounds(server: BenchServer): Promise<number[]> {
      const rule = rules.find(({ issuers }) => issuers.includes(server.startupValues["providerIssuer"] ?? ""));
      if (rule === undefined) throw new Error("The server has no rule.");
      const exchange = () => statusOf(exchangeAt(server, server));
      async function measureUntilRefused(
        change: () => Promise<unknown>,
        readStatus: () => Promise<number>,
      ): Promise<number> {
        const start = performance.now();
        await change();
        await waitForStatus(readStatus, 403);
        return performance.now() - start;
      }
      const durations: number[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const { id, key } = await authority.keys.create({ name: "leaked" });
        const mint = () => statusOf(mintAt(server, { ...server, startupValues: { ...server.startupValues, key } }));
        await authority.rules.setEnabled(rule.id, true);
        await Promise.all([waitForStatus(mint, 200), waitForStatus(exchange, 200)]);
        const [ofKey, ofRule] = await Promise.all([
          measureUntilRefused(() => authority.keys.revoke(id), mint),
          measureUntilRefused(() => authority.rules.setEnabled(rule.id, false), exchange),
        ]);
        durations.push(ofKey, ofRule);
      }
      return durations;
    }

    const rows = [
      toRow("seen by another process, by notice", await measureRounds(listening), 1000),
      toRow("seen by another process, by polling the version only", await measureRounds(polling), 5000),
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
  const { status } = await fetch(`${server.startupValues["url"]}${path}`, { method: "POST", headers });
  return status;
}

async function waitForStatus(readStatus: () => Promise<number>, status: number): Promise<void> {
  while ((await readStatus()) !== status);
}

function toRow(how: string, times: readonly number[], limit: number): Row {
  const longest = Math.max(...times);
  return {
    what: `a revoked API key or disabled rule, ${how}`,
    figure: `${median(times).toFixed(0)} ms, at most ${longest.toFixed(0)} ms of ${times.length}`,
    against: "",
    ratio: null,
    goal: `< ${limit / 1000} s`,
    met: longest < limit,
  };
}
