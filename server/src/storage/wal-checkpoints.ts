import type { PGlite } from "@electric-sql/pglite";
import { vacuumPglite } from "./vacuum-pglite.ts";

/** The interval between checkpoints, in milliseconds. It is PostgreSQL's default. */
const INTERVAL_MS = 300_000;

/**
 * Vacuums an embedded database every 5 minutes, then runs a checkpoint, so that the database can delete its old
 * write-ahead log. Skips the vacuum and the checkpoint if nothing was written since the last checkpoint. PGlite cannot
 * start PostgreSQL's checkpointer process. Without checkpoints, the log would grow as long as the database is open.
 *
 * @returns a function that stops the timer and waits until no vacuum or checkpoint is in progress
 */
export function startWalCheckpoints(pglite: PGlite): () => Promise<void> {
  let lastPosition = "";
  let pending: Promise<void> | null = null;

  async function checkpoint(): Promise<void> {
    if ((await readPosition(pglite)) === lastPosition) return;
    await vacuumPglite(pglite);
    await pglite.exec("checkpoint");
    lastPosition = await readPosition(pglite);
  }

  const timer = setInterval(() => {
    pending ??= checkpoint()
      // If a checkpoint fails, the next write fails for the same reason and reports it.
      .catch(() => {})
      .finally(() => {
        pending = null;
      });
  }, INTERVAL_MS);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await pending;
  };
}

async function readPosition(pglite: PGlite): Promise<string> {
  const { rows } = await pglite.query<{ position: string }>("select pg_current_wal_insert_lsn()::text as position");
  return rows[0]?.position ?? "";
}
