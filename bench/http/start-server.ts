import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Question, Usage } from "./servers/report.ts";

/** A server in a process of its own. */
export interface BenchServer {
  /** What it said when it was up: its `url`, and whatever its callers need. */
  readonly facts: Readonly<Record<string, string>>;
  ask(question: Question): Promise<Usage>;
  stop(): Promise<void>;
}

/** Starts a file of `servers/`, bundled first so that plain Node runs it without a loader in the way. */
export async function startServer(name: string, ...args: string[]): Promise<BenchServer> {
  const outfile = fileURLToPath(new URL(`../../node_modules/.cache/bench/${name}.mjs`, import.meta.url));
  await build({
    entryPoints: [fileURLToPath(new URL(`./servers/${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
  });
  const execArgv = ["--expose-gc", ...(process.env["BENCH_NODE_OPTIONS"]?.split(" ") ?? [])];
  // In production the authority takes no provider on loopback.
  const env = { ...process.env, NODE_ENV: "development" };
  const child = fork(outfile, args, { execArgv, env, stdio: ["ignore", "ignore", "inherit", "ipc"] });
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
      // It ends when the channel does; gone rejects then.
      child.disconnect();
      await gone.catch(() => {});
    },
  };
}
