import process from "node:process";

/** What a server process has used up so far. */
export interface Usage {
  /** Processor time of all its threads, in microseconds. */
  cpu: number;
  /** Resident memory, in bytes, after a collection of garbage. */
  rss: number;
  /** Memory of living JavaScript objects, in bytes. */
  heap: number;
}

/** What the process that measures asks for. */
export type Question = "cpu" | "memory";

/** Tells the process that measures that this server is up, and answers what it asks until it goes away. */
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
