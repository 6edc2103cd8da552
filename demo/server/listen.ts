import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** An HTTP server on loopback. `close()` also closes open connections. */
export interface Listener {
  close(): Promise<void>;
}

/** Starts a server on 127.0.0.1; rejects when the port is in use. */
export function listen(
  port: number,
  handler: (request: IncomingMessage, response: ServerResponse) => unknown,
): Promise<Listener> {
  const server = createServer((request, response) => void handler(request, response));
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.removeListener("error", reject);
      resolve({ close });
    });
  });
}
