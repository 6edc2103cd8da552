import autocannon from "autocannon";
import type { BenchServer } from "./start-server.ts";

/** A request that is sent again and again. */
export interface Target {
  server: BenchServer;
  /** Default: `POST`. */
  method?: "GET" | "POST" | "PUT";
  /** Several paths are requested in turn; each connection starts with another one. */
  path: string | readonly string[];
  headers: Record<string, string>;
  body?: string;
}

/** What a server did under load. */
export interface Served {
  perSecond: number;
  /** In milliseconds. */
  p99: number;
  /** Processor time of the server for one request, in microseconds. */
  cpu: number;
  /** Of one answer on the wire, with its headers. */
  bytes: number;
  count: number;
}

const CONNECTIONS = 32;

/**
 * Sends requests from this process, 32 at a time.
 *
 * @param limit for so many seconds, or so many requests
 * @throws when any answer is not a 2xx, since a refusal costs something else
 */
export async function load(
  { server, method = "POST", path, headers, body }: Target,
  limit: { seconds: number } | { amount: number },
): Promise<Served> {
  const paths = typeof path === "string" ? [path] : path;
  const requests = paths.map((each) => ({ method, path: each, headers, ...(body === undefined ? {} : { body }) }));
  let opened = 0;
  const before = await server.ask("cpu");
  const result = await autocannon({
    url: server.facts["url"] ?? "",
    connections: CONNECTIONS,
    setupClient(client) {
      const first = opened++ % requests.length;
      client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
    },
    ...("seconds" in limit ? { duration: limit.seconds } : { amount: limit.amount }),
  });
  const after = await server.ask("cpu");
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
