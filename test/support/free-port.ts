import { createServer } from "node:net";
import { listenOnFreePort } from "./listen-on-free-port.ts";

/** Returns a port that was free at the time of the call. */
export async function freePort(): Promise<number> {
  const { port, close } = await listenOnFreePort(createServer());
  await close();
  return port;
}
