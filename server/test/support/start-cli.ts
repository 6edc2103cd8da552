import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { bundlePackages } from "./bundle-packages.ts";
import { copySeedImage } from "./copy-seed-image.ts";

const source = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
// The folder is inside the project, so that Node.js finds the packages.
const folder = fileURLToPath(new URL("../../../node_modules/.cache/authority-tests/", import.meta.url));

/** Disables V8's optimizing compiler for WebAssembly. In a test, this compiler uses more time than it saves. */
const FAST_START = "--liftoff-only";

export interface CliProcess {
  readonly child: ChildProcess;
  readonly output: { stdout: string; stderr: string };
  /** The exit code; null if a signal ended the process. */
  readonly ended: Promise<number | null>;
}

/** The built CLI. Each worker of Vitest builds it only once, so that many processes start quickly. */
export interface TestCli {
  readonly path: string;
  /**
   * Starts a command.
   *
   * @param user the user id and group id of the process; only root can set these ids
   */
  start(
    args: readonly string[],
    environment?: Record<string, string>,
    user?: { uid?: number; gid?: number },
  ): CliProcess;
  /** Runs a command until it exits. Returns its standard output; throws if the exit code is not 0. */
  run(args: readonly string[], environment?: Record<string, string>): Promise<string>;
  /** Kills the running processes. */
  stop(): Promise<void>;
}

/** The folders of finished and running builds. Test files in one worker share them. */
const builds = new Map<boolean, Promise<string>>();

/**
 * Builds the CLI, unless an earlier test file of this worker has built it.
 *
 * @param withDashboard whether `serve` has a dashboard page and prints the first set-up link. Default: false.
 */
export async function buildTestCli({ withDashboard = false } = {}): Promise<TestCli> {
  const building = builds.get(withDashboard) ?? buildCli(withDashboard);
  builds.set(withDashboard, building);
  const outdir = await building;
  const path = `${outdir}/main.mjs`;
  const running = new Set<ChildProcess>();

  function start(
    args: readonly string[],
    environment: Record<string, string> = {},
    user: { uid?: number; gid?: number } = {},
  ): CliProcess {
    const child = spawn(process.execPath, [FAST_START, path, ...args], {
      env: { NODE_ENV: "test", PATH: process.env["PATH"], ...environment },
      ...user,
    });
    running.add(child);
    const output = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => (output.stdout += chunk));
    child.stderr.on("data", (chunk) => (output.stderr += chunk));
    const ended = new Promise<number | null>((resolve) =>
      child.once("close", (code) => {
        running.delete(child);
        resolve(code);
      }),
    );
    return { child, output, ended };
  }

  return {
    path,
    start,
    async run(args, environment) {
      const { output, ended } = start(args, environment);
      const code = await ended;
      if (code !== 0) throw new Error(`It ended with ${code}: ${output.stderr}`);
      return output.stdout;
    },
    async stop() {
      for (const child of running) child.kill("SIGKILL");
    },
  };
}

/** Builds the CLI and returns the folder of the build. A later test run replaces the folder. */
async function buildCli(withDashboard: boolean): Promise<string> {
  const outdir = `${folder}cli${withDashboard ? "-dashboard" : ""}-${process.env["VITEST_POOL_ID"]}`;
  await rm(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [source],
    outdir,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    ...bundlePackages,
    logLevel: "error",
  });
  // The published package also has an image. Without one, the first start with a data folder takes three times as long.
  await copySeedImage(pathToFileURL(`${outdir}/`));
  if (withDashboard) {
    await mkdir(`${outdir}/dashboard`, { recursive: true });
    await writeFile(`${outdir}/dashboard/index.html`, "<!doctype html><title>Dashboard</title>");
  }
  return outdir;
}
