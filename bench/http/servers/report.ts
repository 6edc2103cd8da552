import process from "node:process";

/** The resources that a server process has used so far. */
export interface Usage {
  /** The processor time of all its threads, in microseconds. */
  cpu: number;
  /** The resident memory after a garbage collection, in bytes. */
  rss: number;
  /** The memory of live JavaScript objects, in bytes. */
  heap: number;
}

/** A question that the measuring process asks the server. */
export type Question = "cpu" | "memory";

/** Reports to the measuring process that this server is up, and answers its questions until it disconnects. */
export function report(facts: Readonly<Record<string, string>>): void {
  process.on("message", (question: Question) => {
    if (question === "memory") globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ cpu: user + system, rss, heap: heapUsed } satisfies Usage);
  });
  process.on("disconnect", () => process.exit());
  process.send?.(facts);
}
