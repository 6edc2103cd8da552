import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";

/** What a PostgreSQL server of this machine has used. */
export interface PostgresUsage {
  /** Processor time of all its processes, in microseconds; null where the system has no `/proc`. */
  cpu: number | null;
  /** The database on disk, in bytes. */
  size: number;
}

/** Of a clock tick, in microseconds: every Linux reports 100 a second. */
const TICK = 10_000;

/** Reads what a PostgreSQL server of this machine has used so far. */
export async function readPostgresUsage(url: string): Promise<PostgresUsage> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query("select pg_backend_pid() as pid, pg_database_size(current_database()) as size");
    return { cpu: readCpu(Number(rows[0].pid)), size: Number(rows[0].size) };
  } finally {
    await client.end();
  }
}

function readCpu(backend: number): number | null {
  try {
    const server = readStat(backend).parent;
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
    const all = pids.map(Number).flatMap((pid) => {
      try {
        return [{ pid, ...readStat(pid) }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
    const own = all.filter(({ pid, parent }) => pid === server || parent === server);
    // The server counts the processes that have ended.
    return own.reduce((sum, each) => sum + each.ticks + (each.pid === server ? each.endedTicks : 0), 0) * TICK;
  } catch {
    return null;
  }
}

function readStat(pid: number): { parent: number; ticks: number; endedTicks: number } {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // After the name in parentheses: state, parent, …, and from the 14th field of all on the times.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const at = (field: number) => Number(fields[field - 3]);
  return { parent: at(4), ticks: at(14) + at(15), endedTicks: at(16) + at(17) };
}
