import type { Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { setImmediate } from "node:timers/promises";

/** Longer than any route takes; whoever runs the process ends it earlier if need be. */
const GRACE_MS = 30_000;
/** For how long a connection may stay that was opened and never used. */
const UNUSED_MS = 1000;
/** A turn of the event loop that takes less has answered nothing. */
const QUIET_TURN_MS = 0.1;
/** A busy process may have no such turn. */
const QUIET_WAIT_MS = 2000;

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
  const sockets = new Set<Socket>();
  const underWay = new Set<ServerResponse>();
  let isDraining = false;
  let isClosing = false;
  const endAfter = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader("Connection", "close");
  };
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  server.prependListener("request", (_request, response: ServerResponse) => {
    underWay.add(response);
    response.once("close", () => {
      underWay.delete(response);
      // An answer that began before the drain has promised to keep its connection.
      if (isClosing) server.closeIdleConnections();
    });
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
      await untilQuiet();
      isClosing = true;
      const unused = setTimeout(() => {
        for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
      }, UNUSED_MS);
      await closeServer(server);
      clearTimeout(unused);
    },
  };
}

/**
 * Waits for a turn of the event loop that had nothing to do, for up to 2 seconds. The kernel resets connections that wait to be
 * accepted when the server stops listening, and after such a turn none waits.
 */
async function untilQuiet(): Promise<void> {
  // The first of them may still belong to this turn.
  await setImmediate();
  const start = performance.now();
  let before = start;
  for (;;) {
    await setImmediate();
    const now = performance.now();
    if (now - before < QUIET_TURN_MS || now - start > QUIET_WAIT_MS) return;
    before = now;
  }
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
