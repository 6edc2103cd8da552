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
    // Sentry and OpenTelemetry add these to every request of a page that they trace.
    "Sentry-Trace",
    "Baggage",
    "Traceparent",
    "Tracestate",
  ].join(","),
  "Access-Control-Allow-Methods": "GET,POST,PUT,DELETE",
  // Chrome caches a preflight for at most two hours.
  "Access-Control-Max-Age": "7200",
};

/**
 * What {@link projectCors} sets in Hono's context: the CORS headers of a response to a page; undefined for other
 * callers.
 */
export interface PageVariables {
  Variables: {
    pageHeaders?: Readonly<Record<string, string>>;
    /** Whether the request comes from a page that is not allowed; simple requests arrive without a preflight. */
    isForeignPage?: boolean;
  };
}

const OPEN_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Authorization,Retry-After",
};

/**
 * Lets pages of the allowed origins call the project and read the rotated token; other pages get no CORS header.
 *
 * It answers preflights itself. For other requests it sets the headers in the context before the route runs, because adding
 * them to an existing response costs as much as verifying a token. A request without `Origin` does not come from a page.
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
    c.set("isForeignPage", !("Access-Control-Allow-Origin" in pageHeaders));
    return next();
  };
}

function headersFor(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  if (origin === undefined || !isAllowedOrigin(origin, allowed)) return { Vary: "Origin" };
  return { ...OPEN_HEADERS, "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}
