import { readdirSync, readFileSync } from "node:fs";
import pg from "pg";

/** The resources that a local PostgreSQL server has used. */
export interface PostgresUsage {
  /** The processor time of all PostgreSQL processes, in microseconds; null on a system without `/proc`. */
  cpu: number | null;
  /** The size of the database on disk, in bytes. */
  size: number;
}

/** The length of a clock tick in `/proc`, in microseconds. Linux counts 100 ticks per second. */
const TICK = 10_000;

/** Returns the resources that a local PostgreSQL server has used so far. */
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
        return []; // The process has ended in the meantime, so skip it.
      }
    });
    const own = all.filter(({ pid, parent }) => pid === server || parent === server);
    // `endedTicks` of the main process counts its child processes that have ended.
    return own.reduce((sum, each) => sum + each.ticks + (each.pid === server ? each.endedTicks : 0), 0) * TICK;
  } catch {
    return null;
  }
}

function readStat(pid: number): { parent: number; ticks: number; endedTicks: number } {
  const text = readFileSync(`/proc/${pid}/stat`, "utf8");
  // Field 2, the program name in parentheses, may contain spaces, so split only the text after the name. That text
  // starts with field 3. The processor times are fields 14 to 17 (proc(5)).
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const at = (field: number) => Number(fields[field - 3]);
  return { parent: at(4), ticks: at(14) + at(15), endedTicks: at(16) + at(17) };
}
