import autocannon from "autocannon";
import type { BenchServer } from "./start-server.ts";

/** A request that is sent repeatedly. */
export interface Target {
  server: BenchServer;
  /** The request method. Default: `POST`. */
  method?: "GET" | "POST" | "PUT";
  /**
   * The path of the request. If there are several paths, each connection sends requests to one path after the other.
   * The first connection starts at the first path, the second connection at the second path.
   */
  path: string | readonly string[];
  headers: Record<string, string>;
  body?: string;
}

export interface LoadResult {
  perSecond: number;
  /** The 99th percentile of the latency, in milliseconds. */
  p99: number;
  /** The server's processor time per request, in microseconds. */
  cpu: number;
  /** The mean size of a response, including its headers, in bytes. */
  bytes: number;
  count: number;
}

const CONNECTIONS = 32;

/**
 * Sends the target's request repeatedly, over 32 connections from this process.
 *
 * @param limit the duration in seconds, or the number of requests
 * @throws if a request fails or its response is not 2xx. Failed requests would distort the processor time per request.
 */
export async function load(
  { server, method = "POST", path, headers, body }: Target,
  limit: { seconds: number } | { amount: number },
): Promise<LoadResult> {
  const paths = typeof path === "string" ? [path] : path;
  const requests = paths.map((each) => ({ method, path: each, headers, ...(body === undefined ? {} : { body }) }));
  let opened = 0;
  const before = await server.readUsage("cpu");
  const result = await autocannon({
    url: server.startupValues["url"] ?? "",
    connections: CONNECTIONS,
    setupClient(client) {
      const first = opened++ % requests.length;
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
    },
    ...("seconds" in limit ? { duration: limit.seconds } : { amount: limit.amount }),
  });
  const after = await server.readUsage("cpu");
  const failed = result.non2xx + result.errors + result.timeouts;
  if (failed > 0 || result["2xx"] === 0) throw new Error(`${failed} requests to ${paths[0]} failed.`);
  return {
    perSecond: result["2xx"] / result.duration,
    p99: result.latency.p99,
    cpu: (after.cpu - before.cpu) / result["2xx"],
    bytes: result.throughput.total / result["2xx"],
    count: result["2xx"],
  };
}
