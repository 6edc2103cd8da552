import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";

/** A recipe that listens on loopback. */
export interface RunningApp {
  /** The address of the recipe's token route. */
  route: string;
  close(): Promise<void>;
}

/** A recipe with the settings that its test needs. */
export interface Recipe {
  name: string;
  /** Starts the recipe as its framework would. Set the environment before this call. */
  start(): Promise<RunningApp>;
  /** Returns the request's cookie for a signed-in user. */
  cookie(orgId: string, userId: string): Promise<string>;
  /** Whether the framework rejects other methods before the recipe sees them, possibly without `Allow`. */
  ownMethodCheck?: boolean;
}

/** The token route of every recipe. */
export const ROUTE = "/api/assistant-ui-token";

/** Returns the cookie for recipes whose session code is a placeholder for the app's own. */
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
