import type { IncomingMessage, Server } from "node:http";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuthorityEventListener } from "../events/authority-event.ts";
import { createDrain } from "../http/close-server.ts";
import { listenAt } from "../http/listen-at.ts";
import type { Authority } from "./authority.ts";
import { emitDashboardRequests } from "./emit-dashboard-requests.ts";
import { readDashboard } from "./read-dashboard.ts";

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
  /**
   * How long an idle connection stays open, in seconds, 1 to 3600. A load balancer that keeps its connections for longer sends
   * requests into one that has just been closed, so it is above their usual minute. Default: 65.
   */
  keepAliveSeconds?: number;
  /**
   * For how long `close()` goes on answering, in seconds, 0 to 300, while `/readyz` is 503: until load balancers have seen it.
   * Default: 0.
   */
  drainSeconds?: number;
  /** Told of each answer that is the dashboard's; the authority's own tells of the others. Default: nobody. */
  onEvent?: AuthorityEventListener;
}

/** A listening server. */
export interface AuthorityServer {
  /** Where it listens, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** Where the status page is, or null when none is served. */
  readonly dashboardUrl: string | null;
  /**
   * Answers `/readyz` with 503 and goes on for `drainSeconds`, then takes no more requests and lets those under way end within 30
   * seconds. May be called twice.
   */
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
  keepAliveSeconds = 65,
  drainSeconds = 0,
  onEvent,
}: ServeOptions): Promise<AuthorityServer> {
  const { createAdaptorServer } = await import("@hono/node-server");
  const page = dashboardFolder === null ? null : await readDashboard(dashboardFolder ?? null);
  const dashboard = page !== null && onEvent ? emitDashboardRequests(page, onEvent) : page;
  checkSeconds("keepAliveSeconds", keepAliveSeconds, 1, 3600);
  checkSeconds("drainSeconds", drainSeconds, 0, 300);
  const answer = (request: Request, { incoming }: { incoming?: IncomingMessage }) => {
    if (drain.isDraining && isReadinessCheck(request))
      return Response.json({ ready: false, missing: [] }, { status: 503 });
    return dashboard?.(request) ?? authority.fetch(request, { remoteAddress: incoming?.socket.remoteAddress });
  };
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env as { incoming?: IncomingMessage }),
  }) as Server;
  server.keepAliveTimeout = keepAliveSeconds * 1000;
  // Node counts it from the last request on, so that a shorter one would end idle connections first.
  server.headersTimeout = server.keepAliveTimeout + 5000;
  const drain = createDrain(server);
  const { url, port: bound } = await listenAt(server, port, hostname);
  let closing: Promise<void> | null = null;
  return {
    url,
    port: bound,
    dashboardUrl: dashboard === null ? null : `${url}/dashboard`,
    close: () => {
      closing ??= drain.start(drainSeconds * 1000);
      return closing;
    },
  };
}

/** Of the root or of one project; a load balancer asks it with any query. */
const isReadinessCheck = (request: Request): boolean => new URL(request.url).pathname.endsWith("/readyz");

function checkSeconds(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw settingRefusal("option_invalid", {
    field,
    problem: `must be a whole number of seconds from ${least} to ${most}`,
    remedy: "Correct that option.",
  });
}
