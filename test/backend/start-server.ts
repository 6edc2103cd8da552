import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export interface StartedServer {
  url: string;
  close(): Promise<void>;
}

/** Starts a server on a free port of this machine. The test must close the server. */
export async function startServer(listener: RequestListener): Promise<StartedServer> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
