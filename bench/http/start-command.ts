import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import process from "node:process";
import { bundleForNode } from "../bundle-for-node.ts";

/** A process of the command-line program `assistant-cloud-server`. */
export interface CommandProcess {
  readonly child: ChildProcess;
  /** Resolves to the output and the exit code. The exit code is null if a signal ended the process. */
  readonly ended: Promise<{ code: number | null; printed: string }>;
}

/** Bundles the server's CLI. Returns a function that starts the CLI with arguments and environment variables. */
export async function prepareCommand() {
  const bundle = await bundleForNode(new URL("../../server/src/cli/main.ts", import.meta.url));
  return (args: readonly string[], variables: Readonly<Record<string, string>>): CommandProcess => {
    const child = spawn(process.execPath, [bundle, ...args], {
      env: { PATH: process.env["PATH"], NODE_ENV: "production", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (printed += chunk));
    return { child, ended: once(child, "close").then(([code]) => ({ code, printed })) };
  };
}

/** Waits until `serve` prints that it is ready. If `serve` exits earlier, throws an error that contains its output. */
export async function untilReady({ child, ended }: CommandProcess): Promise<void> {
  const ready = new Promise<null>((resolve) => {
    child.stdout?.on("data", (chunk) => String(chunk).includes("ready at") && resolve(null));
  });
  const end = await Promise.race([ready, ended]);
  if (end !== null) throw new Error(`\`serve\` ended with ${end.code}: ${end.printed}`);
}
