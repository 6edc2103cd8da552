import type { IncomingMessage, Server } from "node:http";
import type { Authority } from "./authority.ts";
import { AuthorityError } from "./authority-error.ts";
import { readDashboard } from "./http/read-dashboard.ts";
import { loadPart } from "./load-part.ts";

const CLOSE_TIMEOUT_MS = 5000;

/** The options of `serveAuthority`. */
export interface ServeOptions {
  authority: Pick<Authority, "fetch">;
  /** 0 to 65535; 0 takes a free one. */
  port: number;
  /** The address to listen on. Default: `127.0.0.1`, this machine alone. */
  hostname?: string;
  /**
   * Folder of the built status page that is served at `/dashboard`; null serves none. Default: the one that the
   * package brings. Without an `index.html` in it, `/dashboard` is what the authority makes of it: 404.
   */
  dashboardFolder?: string | null;
}

/** A listening server. */
export interface AuthorityServer {
  /** Where it listens, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** Where the status page is, or null when none is served. */
  readonly dashboardUrl: string | null;
  /** Takes no more requests, lets those under way end within 5 seconds, then cuts them. May be called twice. */
  close(): Promise<void>;
}

/**
 * Serves an authority over HTTP/1.1 on Node.
 *
 * @throws `port_in_use` when another program listens there; `invalid_setting` when the port or address cannot be used;
 *   `missing_package`
 */
export async function serveAuthority({
  authority,
  port,
  hostname = "127.0.0.1",
  dashboardFolder,
}: ServeOptions): Promise<AuthorityServer> {
  const { createAdaptorServer } = await loadPart(() => import("@hono/node-server"));
  const dashboard = dashboardFolder === null ? null : await readDashboard(dashboardFolder ?? null);
  const answer = (request: Request, { incoming }: { incoming?: IncomingMessage }) =>
    dashboard?.(request) ?? authority.fetch(request, { remoteAddress: incoming?.socket.remoteAddress });
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env as { incoming?: IncomingMessage }),
  }) as Server;
  await listen(server, port, hostname);
  const address = server.address();
  const bound = typeof address === "object" && address !== null ? address.port : port;
  const host = hostname.includes(":") ? `[${hostname}]` : hostname;
  const url = `http://${host}:${bound}`;
  let closing: Promise<void> | null = null;
  return {
    url,
    port: bound,
    dashboardUrl: dashboard === null ? null : `${url}/dashboard`,
    close: () => {
      closing ??= closeServer(server);
      return closing;
    },
  };
}

function listen(server: Server, port: number, hostname: string): Promise<void> {
  return new Promise((resolve, reject) => {
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
}

function explain(cause: unknown, port: number, hostname: string): AuthorityError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "EADDRINUSE") {
    return new AuthorityError(
      "port_in_use",
      `Port ${port} is in use by another program.`,
      "Stop it or take another port.",
      {
        cause,
      },
    );
  }
  return new AuthorityError(
    "invalid_setting",
    `The authority cannot listen on ${hostname}, port ${port}${typeof code === "string" ? ` (${code})` : ""}.`,
    "Use an address of this machine and a free port from 1024 to 65535.",
    { cause },
  );
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), CLOSE_TIMEOUT_MS);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
