import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../test/support/free-port.ts";
import { giveToUnprivileged, unprivileged } from "../../../test/support/unprivileged-user.ts";

/** What stands between clients and a PostgreSQL server, and gives each transaction any of three sessions of it. */
export interface TransactionPooler {
  readonly url: string;
  /** Ends it as a crash would. */
  stop(): Promise<void>;
  /** Brings it back at the same address. */
  start(): Promise<void>;
  /** Lets it hang: it says nothing any more, to old clients and new ones, until it is resumed. */
  pause(): void;
  resume(): void;
  /** Stops it and deletes its files. */
  remove(): Promise<void>;
}

/** From here on it can keep prepared statements apart, so that it would forgive what others do not. */
const KEEPS_STATEMENTS = 21;

/** A real PgBouncer in transaction mode, set as docs/authority/running.md says. */
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
