import type { PGlite } from "@electric-sql/pglite";
import { vacuumPglite } from "./vacuum-pglite.ts";

/** As PostgreSQL does by itself. */
const INTERVAL_MS = 300_000;

/**
 * Has an embedded database write its changes out every 5 minutes, after which it deletes the log of them. The process that
 * does so in PostgreSQL is none that PGlite can start, so the log would grow for as long as the database is open.
 *
 * @returns ends it, once what is under way is done
 */
export function startWalCheckpoints(pglite: PGlite): () => Promise<void> {
  let written = "";
  let underWay: Promise<void> | null = null;

  async function checkpoint(): Promise<void> {
    if ((await readPosition(pglite)) === written) return;
    await vacuumPglite(pglite);
    await pglite.exec("checkpoint");
    written = await readPosition(pglite);
  }

  const timer = setInterval(() => {
    underWay ??= checkpoint()
      // What keeps it from writing keeps the next change from being stored too, which then says so.
      .catch(() => {})
      .finally(() => {
        underWay = null;
      });
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}

async function readPosition(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ position: string }>("select pg_current_wal_insert_lsn()::text as position");
  return rows[0]?.position ?? "";
}
