import type { IncomingMessage, Server } from "node:http";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { AuthorityEventListener } from "../events/authority-event.ts";
import { createGracefulShutdown } from "../http/close-server.ts";
import { listenAt } from "../http/listen-at.ts";
import type { Authority } from "./authority.ts";
import { emitDashboardRequests } from "./emit-dashboard-requests.ts";
import { readDashboard } from "./read-dashboard.ts";

/** The options of `serveAuthority`. */
export interface ServeOptions {
  authority: Pick<Authority, "fetch">;
  /** The port to listen on, 0 to 65535; 0 for a free port. */
  port: number;
  /** The address to listen on. Default: `127.0.0.1`, which only local processes can reach. */
  hostname?: string;
  /**
   * The folder of the built dashboard, served at `/dashboard`; null to serve no dashboard. Default: the dashboard in
   * the package. If the folder has no `index.html`, `/dashboard` responds with 404.
   */
  dashboardFolder?: string | null;
  /**
   * How long an idle connection stays open, in seconds, 1 to 3600. This time must exceed the idle timeout of the load
   * balancer (usually 60 seconds). Otherwise, the load balancer may reuse a connection that has just closed. Default:
   * 65.
   */
  keepAliveSeconds?: number;
  /**
   * The duration of the drain phase of `close()`, in seconds, 0 to 300. In this phase, the server still serves
   * requests, but `/readyz` returns 503, so that load balancers stop sending requests. Default: 0.
   */
  drainSeconds?: number;
  /**
   * Receives a `request` event for each response of the dashboard. The authority's option `onEvent` receives the events
   * of all other responses. Default: none.
   */
  onEvent?: AuthorityEventListener;
}

/** A listening server. */
export interface AuthorityServer {
  /** The URL of the server, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  readonly port: number;
  /** The URL of the dashboard; null if the server serves no dashboard. */
  readonly dashboardUrl: string | null;
  /**
   * Shuts the server down. `/readyz` responds with 503 for `drainSeconds`. Then the server stops accepting connections
   * and waits up to 30 seconds for requests in flight. Further calls return the same promise.
   */
  close(): Promise<void>;
}

/**
 * Serves an authority over HTTP/1.1. Requires Node.js.
 *
 * @throws `port_in_use` if another program listens on the port; `invalid_setting` if an option is out of range, or the
 *   server cannot listen on the port or address
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
    if (shutdown.isDraining && isReadinessCheck(request))
      return Response.json({ ready: false, missing: [] }, { status: 503 });
    return dashboard?.(request) ?? authority.fetch(request, { remoteAddress: incoming?.socket.remoteAddress });
  };
  const server = createAdaptorServer({
    fetch: (request, env) => answer(request, env as { incoming?: IncomingMessage }),
  }) as Server;
  server.keepAliveTimeout = keepAliveSeconds * 1000;
  // Node.js measures `headersTimeout` from the end of the previous request. A timeout shorter than `keepAliveTimeout`
  // would therefore close idle connections too early.
  server.headersTimeout = server.keepAliveTimeout + 5000;
  const shutdown = createGracefulShutdown(server);
  const { url, port: bound } = await listenAt(server, port, hostname);
  let closing: Promise<void> | null = null;
  return {
    url,
    port: bound,
    dashboardUrl: dashboard === null ? null : `${url}/dashboard`,
    close: () => {
      closing ??= shutdown.start(drainSeconds * 1000);
      return closing;
    },
  };
}

/** Returns whether a request is a readiness check of any project. */
const isReadinessCheck = (request: Request): boolean => new URL(request.url).pathname.endsWith("/readyz");

function checkSeconds(field: string, value: number, least: number, most: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw settingRefusal("option_invalid", {
    field,
    problem: `must be a whole number of seconds from ${least} to ${most}`,
    remedy: "Correct that option.",
  });
}
