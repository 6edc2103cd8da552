import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";

/** A recipe that answers on loopback. */
export interface RunningApp {
  /** The address of its token route. */
  route: string;
  close(): Promise<void>;
}

/** A recipe and what a test must know of it. */
export interface Recipe {
  name: string;
  /** Starts the recipe as its framework would; the environment is set by then. */
  start(): Promise<RunningApp>;
  /** The request's cookie for someone who is signed in. */
  cookie(orgId: string, userId: string): Promise<string>;
  /** The framework answers other methods before the recipe sees them, then maybe without `Allow`. */
  ownMethodCheck?: boolean;
}

/** Where every recipe has its token route. */
export const ROUTE = "/api/assistant-ui-token";

/** The cookie of those recipes whose sessions stand for the app's own. */
export const plainCookie = async (orgId: string, userId: string) => `session=${orgId}.${userId}`;

/** Serves what speaks in the web's own terms, as a runtime such as Deno, Bun or Workers does. */
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
