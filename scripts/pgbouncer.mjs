import { spawnSync } from "node:child_process";
import process from "node:process";

const SYSTEM = ["pgbouncer", "/usr/sbin/pgbouncer"];

/**
 * Returns the path and version of the PgBouncer that tests use, or null if none is installed. If the environment
 * variable `PGBOUNCER` contains a path, only that path is checked.
 */
export function findPgBouncer() {
  for (const path of process.env.PGBOUNCER ? [process.env.PGBOUNCER] : SYSTEM) {
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    const version = /^PgBouncer (\d+\.\d+)/.exec(stdout ?? "")?.[1];
    if (version) return { path, version };
  }
  return null;
}
