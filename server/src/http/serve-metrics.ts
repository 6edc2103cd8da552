import { createServer, type Server } from "node:http";
import type { Metrics } from "../observability/metrics/create-metrics.ts";
import { listenAt } from "./listen-at.ts";

export interface MetricsServer {
  /** The URL of the metrics, such as `http://127.0.0.1:9464/metrics`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves `/metrics` on a separate port. A caller that can reach only the authority's port cannot read the metrics.
 *
 * @param port 0 for a free port
 * @param hostname the address to listen on. Default: `127.0.0.1`.
 * @throws `port_in_use` if another program listens on the port; `invalid_setting` if the port or address cannot be used
 */
export async function serveMetrics(
  metrics: Pick<Metrics, "render" | "contentType">,
  port: number,
  hostname = "127.0.0.1",
): Promise<MetricsServer> {
  const server: Server = createServer(async (request, response) => {
    request.resume();
    const isRead = request.method === "GET" || request.method === "HEAD";
    if (!isRead || request.url?.split("?")[0] !== "/metrics") {
      response.writeHead(404, { "Content-Type": "text/plain" }).end("Not Found\n");
      return;
    }
    try {
      const text = await metrics.render();
      response.writeHead(200, { "Content-Type": metrics.contentType, "Cache-Control": "no-store" });
      response.end(request.method === "HEAD" ? undefined : text);
    } catch {
      response.writeHead(500, { "Content-Type": "text/plain" }).end("Internal Server Error\n");
    }
  });
  const { url } = await listenAt(server, port, hostname);
  return {
    url: `${url}/metrics`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
