import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";

/** A worker that runs in a separate workerd process. */
export interface RunningWorker {
  readonly url: string;
  /** The output of the workerd process, such as warnings and uncaught errors. */
  readonly log: string[];
  close(): Promise<void>;
}

/** Bundles the worker of a folder as Wrangler does, and runs it with workerd on a free port. */
export async function startWorkerd(app: string, environment: Record<string, string>): Promise<RunningWorker> {
  const folder = await mkdtemp(join(tmpdir(), "workerd-"));
  await copyFile(join(app, "workerd.capnp"), join(folder, "workerd.capnp"));
  await build({
    entryPoints: [join(app, "worker.js")],
    outfile: join(folder, "worker.js"),
    bundle: true,
    format: "esm",
    target: "es2024",
    conditions: ["workerd", "worker", "browser"],
    external: ["cloudflare:*", "node:*"],
    // Ignore the repository's tsconfig.json, which resolves the package to its sources.
    tsconfigRaw: {},
    logLevel: "error",
  });
  const { default: binary } = createRequire(join(app, "package.json"))("workerd");
  const child = spawn(binary, ["serve", "workerd.capnp", "--control-fd=3"], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const log: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => log.push(`${chunk}`));
  const ended = once(child, "exit");
  const close = async () => {
    child.kill("SIGKILL");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  const port = await Promise.race([readPort(child.stdio[3] as Readable), ended.then(() => null)]);
  if (port !== null) return { url: `http://127.0.0.1:${port}`, log, close };
  await close();
  throw new Error(`workerd ended: ${log.join("")}`);
}

/** Returns the port that workerd reports through its control pipe; null if workerd ends first. */
async function readPort(control: Readable): Promise<number | null> {
  for await (const line of createInterface(control)) {
    const { event, port } = JSON.parse(line);
    if (event === "listen") return port;
  }
  return null;
}
