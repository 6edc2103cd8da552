import type { AddressInfo } from "node:net";
import { type ServerType, serve } from "@hono/node-server";

/** A running example, which listens on loopback. */
export interface RunningApp {
  /** The URL of the token route. */
  route: string;
  close(): Promise<void>;
}

/** An example token route for one framework, with the functions that tests call. */
export interface Recipe {
  name: string;
  /** Starts the example as its framework does. The caller must set the environment variables first. */
  start(): Promise<RunningApp>;
  /** Returns the `Cookie` header of a signed-in user. */
  cookie(orgId: string, userId: string): Promise<string>;
  /**
   * Whether the framework rejects all methods except POST before the token route runs. The framework's response may
   * lack the `Allow` header. Default: false.
   */
  ownMethodCheck?: boolean;
}

/** The path of the token route in all examples. */
export const ROUTE = "/api/assistant-ui-token";

/** Returns the session cookie that `session.ts` in the examples reads. */
export const plainCookie = async (orgId: string, userId: string) => `session=${orgId}.${userId}`;

/** Serves a fetch handler on a free loopback port. */
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
