import process from "node:process";

/** The resources that a server process has used so far. */
export interface Usage {
  /** The processor time of all its threads, in microseconds. */
  cpu: number;
  /** The resident memory, in bytes. The server collects garbage first if the question is `memory`. */
  rss: number;
  /** The memory of live JavaScript objects, in bytes. */
  heap: number;
}

/** A question of the benchmark process to a server process. */
export type Question = "cpu" | "memory";

/**
 * Sends `facts` to the benchmark process, which shows that this server is ready. Answers questions until that process
 * disconnects.
 */
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
