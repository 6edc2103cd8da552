import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { type NoticeListener, readPayload } from "./change-notice.ts";

/** The PostgreSQL channel on which processes notify each other of changed settings. */
export const CHANNEL = "assistant_cloud_auth_settings";

const CONNECT_TIMEOUT_MS = 5000;
const CLOSE_TIMEOUT_MS = 1000;
const FIRST_RETRY_MS = 250;
const LAST_RETRY_MS = 10_000;
const HEARTBEAT_MS = 30_000;

/**
 * Listens for change notices on a separate connection. If that connection is lost, reconnects with exponential backoff
 * and jitter.
 *
 * A pooler such as PgBouncer in transaction mode delivers no notices. Behind such a pooler, the process detects changes
 * only by polling.
 *
 * @param listener receives each notice. It also receives null each time the connection is established, because earlier
 * notices may have been missed
 * @returns a function that stops listening
 */
export function listenForNotices(databaseUrl: string, listener: NoticeListener): () => Promise<void> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let isEnded = false;

  function schedule(work: () => void, delayMs: number): void {
    timer = setTimeout(work, delayMs);
    timer.unref();
  }

  /** Closes a lost connection and schedules a reconnect. Further calls for the same connection have no effect. */
  function handleLoss(lost: pg.Client): void {
    if (client !== lost) return;
    client = null;
    clearTimeout(timer);
    void lost.end().catch(() => {});
    if (isEnded) return;
    const pause = Math.min(FIRST_RETRY_MS * 2 ** failures++, LAST_RETRY_MS);
    // Jitter prevents many processes from reconnecting at the same time.
    schedule(connect, pause * (0.5 + Math.random() / 2));
  }

  function scheduleHeartbeat(alive: pg.Client): void {
    schedule(() => {
      // A half-open connection reports an error only when a query is sent.
      alive.query("select 1").then(
        () => {
          if (client === alive) scheduleHeartbeat(alive);
        },
        () => handleLoss(alive),
      );
    }, HEARTBEAT_MS);
  }

  function connect(): void {
    const opening = new pg.Client({
      connectionString: databaseUrl,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: CONNECT_TIMEOUT_MS,
      keepAlive: true,
      application_name: "assistant-cloud-server settings",
    });
    client = opening;
    opening.on("error", () => handleLoss(opening));
    opening.on("end", () => handleLoss(opening));
    opening.on("notification", ({ channel, payload }) => {
      if (channel === CHANNEL) listener(readPayload(payload ?? ""));
    });
    opening
      .connect()
      .then(() => opening.query(`listen ${CHANNEL}`))
      .then(
        () => {
          if (client !== opening) return;
          failures = 0;
          listener(null);
          scheduleHeartbeat(opening);
        },
        () => handleLoss(opening),
      );
  }

  connect();
  return async () => {
    isEnded = true;
    clearTimeout(timer);
    const last = client;
    client = null;
    // A half-open connection may never close, so the wait is limited.
    await Promise.race([last?.end().catch(() => {}), delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  };
}
