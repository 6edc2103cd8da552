import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../test/support/free-port.ts";
import { giveToUnprivileged, unprivileged } from "../../../test/support/unprivileged-user.ts";

/** A connection pooler for a PostgreSQL server. It opens three sessions and assigns each transaction to one of them. */
export interface TransactionPooler {
  readonly url: string;
  /** Kills the pooler to simulate a crash. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Suspends the pooler. Until `resume` is called, the pooler reads nothing from its clients. */
  pause(): void;
  resume(): void;
  remove(): Promise<void>;
}

/**
 * The first minor version of PgBouncer 1 that supports prepared statements. The tests disable this support, because it
 * would hide errors in the authority.
 */
const KEEPS_STATEMENTS = 21;

/**
 * Starts PgBouncer with the configuration in docs/authority/running.md. Two more settings disable prepared statements
 * and distribute a client's consecutive transactions over the sessions.
 */
export async function startPgBouncer(
  databaseUrl: string,
  { path, version }: { path: string; version: string },
): Promise<TransactionPooler> {
  const folder = await mkdtemp(join(tmpdir(), "authority-pgbouncer-"));
  const { hostname, port: databasePort, username, password } = new URL(databaseUrl);
  const url = new URL(databaseUrl);
  url.port = String(await freePort());
  const settings = join(folder, "pgbouncer.ini");
  const users = join(folder, "userlist.txt");
  await writeFile(users, `"${username}" "${decodeURIComponent(password)}"\n`);
  await writeFile(
    settings,
    `[databases]
* = host=${hostname} port=${databasePort}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${url.port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${users}
pool_mode = transaction
default_pool_size = 3
; Consecutive transactions of a client are on different sessions.
server_round_robin = 1
${Number(version.split(".")[1]) >= KEEPS_STATEMENTS ? "max_prepared_statements = 0" : ""}
`,
  );
  await giveToUnprivileged(folder, users, settings);
  let child: ChildProcess | null = null;

  async function start(): Promise<void> {
    const started = spawn(path, [settings], { stdio: ["ignore", "ignore", "pipe"], ...unprivileged });
    child = started;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      started.stderr.on("data", (chunk) => {
        log += chunk;
        if (log.includes("process up")) resolve();
      });
      started.once("error", reject);
      started.once("close", () => reject(new Error(`PgBouncer ended: ${log}`)));
    });
  }
  async function stop(): Promise<void> {
    const ending = child;
    child = null;
    if (ending === null) return;
    const ended = once(ending, "close");
    ending.kill("SIGKILL");
    await ended;
  }

  await start();
  return {
    url: url.href,
    start,
    stop,
    pause: () => void child?.kill("SIGSTOP"),
    resume: () => void child?.kill("SIGCONT"),
    async remove() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
