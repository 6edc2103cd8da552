import type { MiddlewareHandler } from "hono";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import { isAllowedOrigin } from "../base/allowed-origin.ts";

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

/** What {@link projectCors} leaves in Hono's context: the headers that every answer to a page must carry; none for other callers. */
export interface PageVariables {
  Variables: { pageHeaders?: Readonly<Record<string, string>> };
}

const OPEN_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Authorization,Retry-After",
};

/**
 * Lets pages of the allowed origins call, and read the rotated token; others get no CORS header at all.
 *
 * It answers preflights alone. For all else it says beforehand which headers the answer has to be made with: to add them to
 * an answer that is there already costs as much as reading a token. Who sends no `Origin` is no page and gets none of this.
 */
export function projectCors(
  live: () => readonly string[] | Promise<readonly string[]>,
): MiddlewareHandler<PageVariables> {
  return async (c, next) => {
    const origin = c.req.header("Origin");
    const isPreflight = c.req.method === "OPTIONS";
    if (origin === undefined && !isPreflight) return next();
    const loading = live();
    const allowed = loading instanceof Promise ? await loading : loading;
    const pageHeaders = allowed.length === 0 ? OPEN_HEADERS : headersFor(origin, allowed);
    if (isPreflight) return new Response(null, { status: 204, headers: { ...PREFLIGHT_HEADERS, ...pageHeaders } });
    c.set("pageHeaders", pageHeaders);
    return next();
  };
}

function headersFor(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  if (origin === undefined || !isAllowedOrigin(origin, allowed)) return { Vary: "Origin" };
  return { ...OPEN_HEADERS, "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}
