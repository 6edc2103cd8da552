import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";

/** A running example app, which listens on loopback. */
export interface RunningApp {
  /** The URL of the app's token route. */
  route: string;
  close(): Promise<void>;
}

/** An example token route for one framework, with what its test needs. */
export interface Recipe {
  name: string;
  /** Starts the example as its framework would. Set the environment before this call. */
  start(): Promise<RunningApp>;
  /** Returns the request's cookie for a signed-in user. */
  cookie(orgId: string, userId: string): Promise<string>;
  /** Whether the framework itself rejects all methods except POST, possibly without an `Allow` header. */
  ownMethodCheck?: boolean;
}

/** The path of the token route in every example. */
export const ROUTE = "/api/assistant-ui-token";

/** Returns the cookie for examples whose session code is a placeholder for the app's own. */
export const plainCookie = async (orgId: string, userId: string) => `session=${orgId}.${userId}`;

/** Serves a fetch handler, like Deno, Bun or Workers. */
export async function serveFetch(fetch: (request: Request) => Response | Promise<Response>): Promise<RunningApp> {
  const server = await new Promise<ServerType>((resolve) => {
    const started = serve({ fetch, port: 0, hostname: "127.0.0.1" }, () => resolve(started));
  });
  return { route: routeOf(server.address() as AddressInfo), close: () => closeServer(server) };
}

export const routeOf = ({ port }: AddressInfo) => `http://127.0.0.1:${port}${ROUTE}`;

export function closeServer(server: Pick<ServerType, "close"> & { closeAllConnections?: () => void }): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections?.();
  });
}
