import { createServer } from "node:net";
import { listenOnFreePort } from "./listen-on-free-port.ts";

/** Returns a port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const { port, close } = await listenOnFreePort(createServer());
  await close();
  return port;
}
