import { createServer } from "node:net";

const LOOPBACK = ["127.0.0.1", "::1"];
const ATTEMPTS = 50;

/** Returns whether a local port is free, over IPv4 and IPv6. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of LOOPBACK) {
    const code = await tryListen(port, host);
    if (code !== null && code !== "EADDRNOTAVAIL" && code !== "EAFNOSUPPORT") return false;
  }
  return true;
}

/**
 * Tries the ports of this machine from `preferred` on. Returns the first free port.
 *
 * @param preferred the first port to try, from 1 to 65535; 0 for any free port
 * @param reserved ports that the demo's other servers will use
 * @param onBusy called with each tried port that is in use. Default: none
 * @throws when the first 50 tried ports are all in use
 */
export async function findPort(
  preferred: number,
  reserved: ReadonlySet<number>,
  onBusy: (port: number) => Promise<void> | void = () => {},
): Promise<number> {
  if (preferred === 0) return anyPort(reserved);
  for (let port = preferred; port < preferred + ATTEMPTS && port <= 65_535; port += 1) {
    if (reserved.has(port)) continue;
    if (await isPortFree(port)) return port;
    await onBusy(port);
  }
  throw new Error(`No free port from ${preferred} on. Close a program or set DEMO_PORT to another number.`);
}

async function anyPort(reserved: ReadonlySet<number>): Promise<number> {
  const port = await new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1" }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
  return !reserved.has(port) && (await isPortFree(port)) ? port : anyPort(reserved);
}

function tryListen(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "UNKNOWN"));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
