import { fork } from "node:child_process";
import { once } from "node:events";
import { bundleForNode } from "../bundle-for-node.ts";
import type { Usage, UsageKind } from "./servers/report.ts";

/** A server in a separate process. */
export interface BenchServer {
  /** The values that the server reported at startup: its `url`, and values for requests, such as an API key. */
  readonly startupValues: Readonly<Record<string, string>>;
  readUsage(kind: UsageKind): Promise<Usage>;
  stop(): Promise<void>;
}

/** Bundles a file of `servers/` and starts the bundle in a separate process, without a TypeScript loader. */
export async function startServer(name: string, ...args: string[]): Promise<BenchServer> {
  const bundle = await bundleForNode(new URL(`./servers/${name}.ts`, import.meta.url));
  const execArgv = ["--expose-gc", ...(process.env["BENCH_NODE_OPTIONS"]?.split(" ") ?? [])];
  // In production, the authority trusts no auth provider on loopback, so run it in development mode.
  const env = { ...process.env, NODE_ENV: "development" };
  const child = fork(bundle, args, { execArgv, env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const exited = once(child, "exit").then(([code]) => {
    throw new Error(`The server ${name} ended with code ${code}.`);
  });
  exited.catch(() => {});
  const next = async () => (await Promise.race([once(child, "message"), exited]))[0];
  const startupValues = await next();
  return {
    startupValues,
    async readUsage(kind) {
      const answer = next();
      child.send(kind);
      return answer;
    },
    async stop() {
      // The server process ends when its IPC channel is closed. `exited` then rejects, as after a crash, so ignore that
      // error.
      child.disconnect();
      await exited.catch(() => {});
    },
  };
}
