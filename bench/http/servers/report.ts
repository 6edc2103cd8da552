import process from "node:process";

/** The resources that a server process has used so far. */
export interface Usage {
  /** The processor time of all its threads, in microseconds. */
  cpu: number;
  /** The resident memory, in bytes. The server collects garbage first if `memory` is requested. */
  rss: number;
  /** The memory of live JavaScript objects, in bytes. */
  heap: number;
}

/** A request of the benchmark process for a server's usage. With `memory`, the server collects garbage first. */
export type UsageKind = "cpu" | "memory";

/**
 * Sends `startupValues` to the benchmark process, which shows that this server is ready. Then answers usage requests
 * until that process disconnects.
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
