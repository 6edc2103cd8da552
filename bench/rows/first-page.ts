import { spawn } from "node:child_process";
import { once } from "node:events";
import { lstat, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { freePort } from "../../test/support/free-port.ts";
import { inheritedEnvironment, run } from "../../test/support/run.ts";
import type { Measure } from "../row.ts";

const GOAL_SECONDS = 60;
const GOAL_MEGABYTES = 400;
const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Clones the last commit, runs `npm start` with an empty npm cache, and measures the time until the demo's first page
 * arrives. The network's speed is a part of this time. Also measures the size of the clone with its packages.
 */
export const measure: Measure = async () => {
  const folder = await mkdtemp(join(tmpdir(), "first-page-"));
  const clone = join(folder, "clone");
  try {
    const start = performance.now();
    await run("git", ["clone", "--quiet", "--depth", "1", `file://${root}`, clone], folder);
    await openFirstPage(clone, join(folder, "npm-cache"));
    const seconds = (performance.now() - start) / 1000;
    const megabytes = (await sizeOf(clone)) / 1e6;
    const row = (what: string, figure: string, goal: string, met: boolean) => {
      return { what, figure, against: "", ratio: null, goal, met };
    };
    return [
      row(
        "`git clone` and `npm start` until the demo's first page",
        `${seconds.toFixed(1)} s`,
        `<= ${GOAL_SECONDS} s`,
        seconds <= GOAL_SECONDS,
      ),
      row(
        "size of that clone with its packages",
        `${megabytes.toFixed(0)} MB`,
        `<= ${GOAL_MEGABYTES} MB`,
        megabytes <= GOAL_MEGABYTES,
      ),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** Runs `npm start` in `clone` until the demo has served its page. Throws if the demo ends earlier. */
async function openFirstPage(clone: string, cache: string): Promise<void> {
  const env = { ...inheritedEnvironment, DEMO_PORT: `${await freePort()}`, npm_config_cache: cache };
  const child = spawn("npm", ["start"], { cwd: clone, env, detached: true, stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
      printed += chunk;
      const ready = /Ready: (\S+)\n/.exec(printed)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    exited.then(() => reject(new Error(`The demo ended before it was ready:\n${printed}`)), reject);
  });
  const page = await fetch(url);
  if (!page.ok || !(await page.text()).includes("<script")) throw new Error(`The demo's first page: ${page.status}`);
  // `npm start` runs the demo in its own process group, so the signal reaches npm and the demo.
  if (child.pid !== undefined) process.kill(-child.pid, "SIGINT");
  await exited;
}

/** Returns the disk space of all files in `folder`, in bytes. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(files.map(async (file) => (await lstat(join(file.parentPath, file.name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
