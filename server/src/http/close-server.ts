import type { Server, ServerResponse } from "node:http";

/** Longer than any route takes; whoever runs the process ends it earlier if need be. */
const GRACE_MS = 30_000;

/** Ends a server without cutting a request. */
export interface Drain {
  /** Whether it has begun. */
  readonly isDraining: boolean;
  /**
   * Goes on answering for a while, with `Connection: close`, so that load balancers find out and callers bring no more; then stops
   * accepting, waits up to 30 seconds for requests in flight, and closes their connections.
   *
   * @param delayMs for how long it goes on answering, in milliseconds
   */
  start(delayMs: number): Promise<void>;
}

/** Creates the {@link Drain} of a server, before its first request. */
export function createDrain(server: Server): Drain {
  const underWay = new Set<ServerResponse>();
  let isDraining = false;
  const endAfter = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader("Connection", "close");
  };
  server.prependListener("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
    if (isDraining) endAfter(response);
  });
  return {
    get isDraining() {
      return isDraining;
    },
    async start(delayMs) {
      isDraining = true;
      // Their connections would otherwise be kept for a next request, which could arrive while they close.
      for (const response of underWay) endAfter(response);
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      await closeServer(server);
    },
  };
}

/** Stops accepting requests and waits up to 30 seconds for those in flight, then closes their connections. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
