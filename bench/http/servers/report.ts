import process from "node:process";

export interface Usage {
  /** The processor time of the whole process, in microseconds. */
  cpu: number;
  /** The resident memory, in bytes. */
  rss: number;
  /** The memory of JavaScript objects, in bytes. The reply to the request `cpu` includes garbage in this value. */
  heap: number;
}

/**
 * A request from the benchmark process to a server process. For `memory`, the server first runs a garbage collection.
 * The reply is a {@link Usage}.
 */
export type UsageKind = "cpu" | "memory";

/**
 * Sends `startupValues` to the benchmark process to report that the server is ready. Then replies to each request until
 * the benchmark process disconnects.
 */
export function reportReady(startupValues: Readonly<Record<string, string>>): void {
  process.on("message", (kind: UsageKind) => {
    if (kind === "memory") globalThis.gc?.();
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed } = process.memoryUsage();
    process.send?.({ cpu: user + system, rss, heap: heapUsed } satisfies Usage);
  });
  process.on("disconnect", () => process.exit());
  process.send?.(startupValues);
}
