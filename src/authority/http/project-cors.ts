import type { Context, MiddlewareHandler } from "hono";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../core/protocol.ts";
import { isAllowedOrigin } from "./allowed-origin.ts";

const PREFLIGHT_HEADERS = {
  // A `*` would not cover Authorization (Fetch standard).
  "Access-Control-Allow-Headers": [
    "Authorization",
    "Content-Type",
    "Aui-Sdk",
    USER_ID_HEADER,
    WORKSPACE_ID_HEADER,
  ].join(","),
  "Access-Control-Allow-Methods": "GET,POST,PUT,DELETE",
  // Chrome keeps a preflight for two hours at most.
  "Access-Control-Max-Age": "7200",
};

/**
 * Lets pages of the allowed origins call, and read the rotated token; others get no CORS header at all.
 *
 * Hono's own middleware makes a second response for each answer, which costs more than signing a token; who sends no
 * `Origin` is no page and gets none of this.
 */
export function projectCors(live: () => readonly string[] | Promise<readonly string[]>): MiddlewareHandler {
  return async (c, next) => {
    const origin = c.req.header("Origin");
    const isPreflight = c.req.method === "OPTIONS";
    if (origin === undefined && !isPreflight) return next();
    const loading = live();
    const allowed = loading instanceof Promise ? await loading : loading;
    const allowedOrigin = allowed.length === 0 ? "*" : isAllowedOrigin(origin ?? "", allowed) ? origin : undefined;
    if (isPreflight) c.res = new Response(null, { status: 204, headers: PREFLIGHT_HEADERS });
    else await next();
    addTo(c, allowedOrigin);
    return undefined;
  };
}

function addTo(c: Context, allowedOrigin: string | undefined): void {
  // Not by c.header(), which copies an answer that is there already.
  const { headers } = c.res;
  if (allowedOrigin !== undefined) {
    headers.set("Access-Control-Allow-Origin", allowedOrigin);
    headers.set("Access-Control-Expose-Headers", "Authorization,Retry-After");
  }
  if (allowedOrigin !== "*") headers.append("Vary", "Origin");
}
