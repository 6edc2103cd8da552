import type { Server } from "node:http";
import { AuthorityError } from "../base/authority-error.ts";

/**
 * Makes a server listen at an address. Returns the server's URL and port.
 *
 * @param port 0 for a free port
 * @throws `port_in_use` if another program listens on the port; `invalid_setting` if the port or address cannot be used
 */
export async function listenAt(server: Server, port: number, hostname: string): Promise<{ url: string; port: number }> {
  await new Promise<void>((resolve, reject) => {
    const fail = (cause: unknown) => reject(explain(cause, port, hostname));
    server.once("error", fail);
    try {
      server.listen(port, hostname, () => {
        server.off("error", fail);
        resolve();
      });
    } catch (cause) {
      fail(cause);
    }
  });
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  return { url: urlOf(hostname, bound), port: bound };
}

/** Returns whether a host name is the wildcard for all addresses of the machine: `0.0.0.0` or `::`. */
export const isWildcard = (hostname: string): boolean => /^(0\.0\.0\.0|::|\[::\])$/.test(hostname);

/**
 * Returns a URL that local processes can use to reach a server. Replaces a wildcard address with a loopback address.
 */
export function urlOf(hostname: string, port: number): string {
  const host = isWildcard(hostname) ? "127.0.0.1" : hostname;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

function explain(cause: unknown, port: number, hostname: string): AuthorityError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    const message = `Port ${port} is in use by another program.`;
    return new AuthorityError("port_in_use", message, "Stop that program or use another port.", { cause });
  }
  return new AuthorityError(
    "invalid_setting",
    `The server cannot listen on ${hostname}, port ${port}${typeof code === "string" ? ` (${code})` : ""}.`,
    "Use an address of this machine and a free port from 1024 to 65535.",
    { cause },
  );
}
