import { spawnSync } from "node:child_process";
import process from "node:process";

const SYSTEM = ["pgbouncer", "/usr/sbin/pgbouncer"];

/**
 * Returns the path and version of the PgBouncer that tests use, or null if PgBouncer is not installed. If the
 * environment variable `PGBOUNCER` contains a path, the function checks only that path.
 */
export function findPgBouncer() {
  for (const path of process.env.PGBOUNCER ? [process.env.PGBOUNCER] : SYSTEM) {
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    const version = /^PgBouncer (\d+\.\d+)/.exec(stdout ?? "")?.[1];
    if (version) return { path, version };
  }
  return null;
}
