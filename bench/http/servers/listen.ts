import type { Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import type { Hono } from "hono";

/** Serves an app on a free port, and returns the URL. Uses the Node adapter that the authority uses too. */
export async function listen(app: Hono): Promise<string> {
  return listenOn(createAdaptorServer({ fetch: app.fetch }) as Server);
}

/** Makes a server listen on a free port; returns its URL. */
export async function listenOn(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
}
