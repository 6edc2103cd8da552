import type { IncomingMessage, ServerResponse } from "node:http";
import { afterEach } from "vitest";
import { type NodeHandlerOptions, toNodeHandler } from "../../../src/backend/index.ts";
import { type StartedServer, startServer } from "../start-server.ts";

export type Handler = (request: Request) => Response | Promise<Response>;

export const echo: Handler = async (request) => new Response(await request.text());

/**
 * Registers a Vitest hook that closes all `servers` after each test. `serve` starts a server and adds it to `servers`.
 */
export function setUpNodeServers() {
  const servers: Pick<StartedServer, "close">[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  /** Starts a server that passes each request to the handler. `before` runs first, as a framework's middleware does. */
  async function serve(
    handler: Handler,
    options?: NodeHandlerOptions,
    before: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async () => {},
  ): Promise<StartedServer> {
    const node = toNodeHandler(handler, options);
    const server = await startServer(async (request, response) => {
      await before(request, response);
      await node(request, response);
    });
    servers.push(server);
    return server;
  }
  return { servers, serve };
}
