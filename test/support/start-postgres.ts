import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";
import { findPostgresPrograms } from "./postgres-programs.ts";
import { giveToUnprivileged, unprivileged } from "./unprivileged-user.ts";

/** A real PostgreSQL server for one test file. A test can stop and restart it. */
export interface TestPostgres {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops the server and deletes its files. */
  remove(): Promise<void>;
}

/** An environment without PG* variables, because they may belong to another PostgreSQL. */
const env = { LC_ALL: "C" };

/**
 * Starts a PostgreSQL server on a free port of this machine, with a new database.
 * @throws at once, with PostgreSQL's output, when the server cannot start
 */
export async function startPostgres(): Promise<TestPostgres> {
  const programs = await findPostgresPrograms();
  const folder = await mkdtemp(join(tmpdir(), "authority-postgres-"));
  const [data, passwordFile] = [join(folder, "data"), join(folder, "password")];
  const port = await freePort();
  const password = "p@ss w/ürd";
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  await giveToUnprivileged(folder, data, passwordFile);
  let server: ChildProcess | null = null;

  async function start(): Promise<void> {
    const flags = ["-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="];
    const started = spawn(programs.postgres, ["-D", data, "-p", `${port}`, ...flags], { ...unprivileged, env });
    server = started;
    let log = "";
    await new Promise<void>((resolve, reject) => {
      started.stderr.on("data", (chunk) => {
        log += chunk;
        if (log.includes("database system is ready to accept connections")) resolve();
      });
      started.once("error", reject);
      started.once("close", () => reject(new Error(`PostgreSQL ended: ${log}`)));
    });
  }
  async function stop(): Promise<void> {
    const stopping = server;
    server = null;
    if (stopping === null || stopping.exitCode !== null) return;
    const closed = once(stopping, "close");
    await run(programs.pg_ctl, ["stop", "-D", data, "-m", "fast"]);
    await closed;
  }
  async function remove(): Promise<void> {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }

  try {
    const accounts = ["--username=postgres", `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
    await run(programs.initdb, ["-D", data, ...accounts, "--encoding=UTF8", "--locale=C", "--no-sync"]);
    await start();
  } catch (error) {
    await remove();
    throw error;
  }
  const url = `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  return { url, port, start, stop, remove };
}

async function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { ...unprivileged, env });
  let printed = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
  const code = await new Promise((resolve, reject) => child.once("error", reject).once("close", resolve));
  if (code !== 0) throw new Error(`${program} failed (exit code ${code}): ${printed}`);
}
