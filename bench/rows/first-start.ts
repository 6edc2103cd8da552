import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rename, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { freePort } from "../../test/support/free-port.ts";
import { type InstalledApp, installApp } from "../../test/support/install-app.ts";
import { packPackages } from "../../test/support/pack-packages.ts";
import { measureInTurns, median, medianRatio } from "../measure-in-turns.ts";
import type { Measure } from "../row.ts";

/**
 * The longest accepted startup time with a new data folder, in seconds. The limit applies to two idle cores. On two
 * busy cores, a start takes twice as long.
 */
const GOAL_SECONDS = 2;
const ROUNDS = 5;
const OPEN_PGLITE = `
  import { PGlite } from "@electric-sql/pglite";
  process.on("SIGTERM", () => {}); // The process exits when it has closed.
  const pglite = await PGlite.create(process.argv[1]);
  console.log("ready at", process.argv[1]);
  await pglite.close();
`;

/**
 * Measures how long the packed `serve` command takes to start. Compares this time with the startup time of a process
 * that only opens PGlite.
 */
export const measure: Measure = async () => {
  const folders = await mkdtemp(join(tmpdir(), "first-start-"));
  const { server } = await packPackages(folders);
  const app = await installApp({ "assistant-cloud-server": `file:${server.tarball}` });
  try {
    let folderCount = 0;
    const newFolder = () => join(folders, `${folderCount++}`);
    const usedFolder = newFolder();
    const pgliteFolder = newFolder();
    const dist = distOf(app);
    const image = (await readdir(dist)).find((name) => name.endsWith(".tar.gz")) ?? "";
    await serve(app, usedFolder);
    await open(app, pgliteFolder);
    const times = await measureInTurns(
      {
        first: () => serve(app, newFolder()),
        second: () => serve(app, usedFolder),
        bareFirst: () => open(app, newFolder()),
        bareSecond: () => open(app, pgliteFolder),
        async withoutImage() {
          await rename(join(dist, image), join(folders, image));
          const time = await serve(app, newFolder());
          await rename(join(folders, image), join(dist, image));
          return time;
        },
      },
      { rounds: ROUNDS, warmUp: 1, count: 1 },
    );
    const seconds = (values: readonly number[]) => median(values) / 1e9;
    const row = (what: string, own: readonly number[], against: string, floor: readonly number[]) => ({
      what,
      figure: `${seconds(own).toFixed(2)} s`,
      against: `${against} ${seconds(floor).toFixed(2)} s`,
      ratio: medianRatio(own, floor),
      goal: "",
      met: null,
    });
    const bareFirst = "PGlite alone in a new folder";
    return [
      {
        ...row("`serve` in a new folder until it is ready", times.first, bareFirst, times.bareFirst),
        goal: `<= ${GOAL_SECONDS} s on two idle cores`,
        met: seconds(times.first) <= GOAL_SECONDS,
      },
      row("the same without the seed image", times.withoutImage, bareFirst, times.bareFirst),
      row("`serve` in that folder again", times.second, "PGlite alone in a folder it made", times.bareSecond),
    ];
  } finally {
    // On ext4, creating files right after a deletion is slow, so delete all folders after the last measurement.
    await rm(folders, { recursive: true, force: true });
    await app.remove();
  }
};

const distOf = ({ folder }: InstalledApp) => join(folder, "node_modules/assistant-cloud-server/dist");

const serve = async (app: InstalledApp, folder: string) => {
  const cli = join(distOf(app), "cli.js");
  return untilReady(app, [cli, "serve", "--data", folder, "--port", `${await freePort()}`, "--log-level", "silent"]);
};

const open = (app: InstalledApp, folder: string) =>
  untilReady(app, ["--input-type=module", "--eval", OPEN_PGLITE, folder]);

/**
 * Starts a process and waits until its output contains `ready at`. Then stops the process. Returns the startup time in
 * milliseconds. Throws if the process ends earlier.
 */
async function untilReady({ folder }: InstalledApp, args: readonly string[]): Promise<number> {
  const env = { ...process.env, NODE_ENV: "production" };
  const start = performance.now();
  const child = spawn(process.execPath, args, { cwd: folder, env, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  let printed = "";
  let time = Number.NaN;
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    printed += chunk;
    if (!Number.isNaN(time) || !printed.includes("ready at")) return;
    time = performance.now() - start;
    child.kill("SIGTERM");
  });
  await exited;
  if (Number.isNaN(time)) throw new Error(`It ended before it was ready: ${args.join(" ")}`);
  return time;
}
