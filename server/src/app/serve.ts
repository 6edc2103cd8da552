import type { IncomingMessage, Server } from "node:http";
import type { EventListener } from "../events/authority-event.ts";
import { closeServer } from "../http/close-server.ts";
import { listenAt } from "../http/listen-at.ts";
import type { Authority } from "./authority.ts";
import { readDashboard } from "./read-dashboard.ts";
import { tellDashboard } from "./tell-dashboard.ts";

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
  /** Told of each answer that is the dashboard's; the authority's own tells of the others. Default: nobody. */
  onEvent?: EventListener;
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
 * @throws `port_in_use` when another program listens there; `invalid_setting` when the port or address cannot be used
 */
export async function serveAuthority({
  authority,
  port,
  hostname = "127.0.0.1",
  dashboardFolder,
  onEvent,
}: ServeOptions): Promise<AuthorityServer> {
  const { createAdaptorServer } = await import("@hono/node-server");
  const page = dashboardFolder === null ? null : await readDashboard(dashboardFolder ?? null);
  const dashboard = page !== null && onEvent ? tellDashboard(page, onEvent) : page;
  const answer = (request: Request, { incoming }: { incoming?: IncomingMessage }) =>
    dashboard?.(request) ?? authority.fetch(request, { remoteAddress: incoming?.socket.remoteAddress });
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env as { incoming?: IncomingMessage }),
  }) as Server;
  const { url, port: bound } = await listenAt(server, port, hostname);
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
