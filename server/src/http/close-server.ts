import type { Server } from "node:http";

const GRACE_MS = 5000;

/** Stops accepting requests and waits up to 5 seconds for those in flight, then closes their connections. */
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
