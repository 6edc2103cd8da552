import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";

/**
 * How long the shutdown waits for requests in flight, in milliseconds. A request that takes longer, such as a slow
 * upload, is interrupted. The process manager may end the process earlier.
 */
const GRACE_MS = 30_000;
/** How long the shutdown waits before it closes connections on which no data has arrived, in milliseconds. */
const UNUSED_MS = 1000;
/**
 * The maximum duration of an idle turn of the event loop, in milliseconds. A turn that handles a request takes longer.
 */
const IDLE_TURN_MS = 0.1;
/** How long to wait for an idle turn of the event loop, in milliseconds. A busy process may never have an idle turn. */
const IDLE_TURN_WAIT_MS = 2000;

/** Shuts a server down. Requests in flight have 30 seconds to finish. */
export interface GracefulShutdown {
  /** Whether the shutdown has begun. */
  readonly isDraining: boolean;
  /**
   * Shuts the server down. From this call on, responses contain `Connection: close`, so that clients do not reuse
   * connections. After `delayMs`, the server stops accepting connections. It waits up to 30 seconds for requests in
   * flight, then closes all connections.
   *
   * @param delayMs how long to keep serving requests, in milliseconds
   */
  start(delayMs: number): Promise<void>;
}

/** Creates the {@link GracefulShutdown} of a server. Call this function before the first request. */
export function createGracefulShutdown(server: Server): GracefulShutdown {
  // The open connections, each with its latest response, or with null once that response is complete. A set of all
  // responses would keep them in memory until a full garbage collection. V8 moves a set's entries to a new table from
  // time to time. An old table that has become long-lived keeps all later tables and their responses alive.
  const connections = new Map<Socket, ServerResponse | null>();
  let isDraining = false;
  let isClosing = false;
  const endAfter = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader("Connection", "close");
    // A response whose head was sent before the drain keeps its connection open, so close that connection after it.
    response.on("close", () => isClosing && server.closeIdleConnections());
  };
  server.on("connection", (socket) => {
    connections.set(socket, null);
    socket.once("close", () => connections.delete(socket));
  });
  server.prependListener("request", ({ socket }, response: ServerResponse) => {
    connections.set(socket, response);
    response.on("close", () => {
      // The connection may have closed or begun its next response, so its entry may have changed.
      if (connections.get(socket) === response) connections.set(socket, null);
    });
    if (isDraining) endAfter(response);
  });
  return {
    get isDraining() {
      return isDraining;
    },
    async start(delayMs) {
      isDraining = true;
      // Without the header `Connection: close`, these connections would stay open for another request. That request
      // could arrive while they are closing.
      for (const response of connections.values()) if (response !== null) endAfter(response);
      if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
      await waitForIdleTurn();
      isClosing = true;
      const unused = setTimeout(() => {
        for (const socket of connections.keys()) if (socket.bytesRead === 0) socket.destroy();
      }, UNUSED_MS);
      await closeServer(server);
      clearTimeout(unused);
    },
  };
}

/**
 * Waits up to 2 seconds for an idle turn of the event loop. When a server stops listening, the kernel resets the
 * connections that the process has not accepted yet. After an idle turn, the process has accepted all of them.
 */
async function waitForIdleTurn(): Promise<void> {
  // The first `setImmediate` may still run in the current turn.
  await setImmediate();
  const start = performance.now();
  let before = start;
  for (;;) {
    await setImmediate();
    const now = performance.now();
    if (now - before < IDLE_TURN_MS || now - start > IDLE_TURN_WAIT_MS) return;
    before = now;
  }
}

/** Stops accepting connections, waits up to 30 seconds for requests in flight, then closes all connections. */
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
