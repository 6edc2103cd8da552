import { fork } from "node:child_process";
import { once } from "node:events";
import { bundleForNode } from "../bundle-for-node.ts";
import type { Question, Usage } from "./servers/report.ts";

/** A server in a separate process. */
export interface BenchServer {
  /** The facts that the server reported at startup: its `url`, and data for its callers. */
  readonly facts: Readonly<Record<string, string>>;
  ask(question: Question): Promise<Usage>;
  stop(): Promise<void>;
}

/** Bundles a file of `servers/` and starts it. The bundle runs without a loader. */
export async function startServer(name: string, ...args: string[]): Promise<BenchServer> {
  const bundle = await bundleForNode(new URL(`./servers/${name}.ts`, import.meta.url));
  const execArgv = ["--expose-gc", ...(process.env["BENCH_NODE_OPTIONS"]?.split(" ") ?? [])];
  // In production, the authority accepts no provider on loopback, so use development.
  const env = { ...process.env, NODE_ENV: "development" };
  const child = fork(bundle, args, { execArgv, env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
  const gone = once(child, "exit").then(([code]) => {
    throw new Error(`The server ${name} ended with code ${code}.`);
  });
  gone.catch(() => {});
  const next = async () => (await Promise.race([once(child, "message"), gone]))[0];
  const facts = await next();
  return {
    facts,
    async ask(question) {
      const answer = next();
      child.send(question);
      return answer;
    },
    async stop() {
      // The server ends when the channel to it is closed, and `gone` then rejects.
      child.disconnect();
      await gone.catch(() => {});
    },
  };
}
