import type { Server } from "node:net";

/** Starts a server on a free loopback port. The returned `close` also ends the open connections of an HTTP server. */
export async function listenOnFreePort(server: Server & { closeAllConnections?(): void }) {
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("The server does not listen.");
  return {
    port: address.port,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections?.();
      }),
  };
}
