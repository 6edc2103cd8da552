import type { Context, MiddlewareHandler, Next } from "hono";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../../src/core/protocol.ts";
import { isAllowedOrigin } from "../base/allowed-origin.ts";

const PREFLIGHT_HEADERS = {
  // In this header, `*` does not include `Authorization` (Fetch standard), so each header is listed.
  "Access-Control-Allow-Headers": [
    "Authorization",
    "Content-Type",
    "Aui-Sdk",
    USER_ID_HEADER,
    WORKSPACE_ID_HEADER,
    // Sentry and OpenTelemetry add these headers to every request of a traced page.
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
 * The variables that {@link projectCors} sets in Hono's context. `pageHeaders` contains the CORS headers for the
 * response to a web page, and a route may add the caller's new workspace token. For other callers, `pageHeaders` is
 * undefined.
 */
export interface PageVariables {
  Variables: {
    pageHeaders?: Readonly<Record<string, string>>;
    /**
     * Whether the request comes from a web page whose origin is not allowed. Browsers send simple requests without a
     * preflight, so a simple request from such a page can reach the server.
     */
    isForeignPage?: boolean;
  };
}

const OPEN_HEADERS = {
  "Access-Control-Allow-Origin": "*",
  "Access-Control-Expose-Headers": "Authorization,Retry-After",
};

/**
 * Creates a middleware that allows pages of the allowed origins to call the project. These pages may also read the
 * `Authorization` header of responses, which may contain a new token. Pages of other origins receive no CORS header.
 *
 * The middleware responds to preflights directly. For other requests, it sets the CORS headers in the context before
 * the route runs. Adding headers to an existing response would cost as much as verifying a token. The middleware sets
 * no headers for a request without `Origin`, because such a request does not come from a page.
 *
 * @param readAllowedOrigins returns the allowed origins; an empty list allows every origin
 */
export function projectCors(
  readAllowedOrigins: () => readonly string[] | Promise<readonly string[]>,
): MiddlewareHandler<PageVariables> {
  // These functions are not async, because each async function in a chain of middleware costs every request a promise.
  function answer(
    c: Context<PageVariables>,
    next: Next,
    allowed: readonly string[],
  ): ReturnType<MiddlewareHandler<PageVariables>> {
    const origin = c.req.header("Origin");
    const pageHeaders = allowed.length === 0 ? OPEN_HEADERS : headersFor(origin, allowed);
    if (c.req.method === "OPTIONS") {
      return Promise.resolve(new Response(null, { status: 204, headers: { ...PREFLIGHT_HEADERS, ...pageHeaders } }));
    }
    c.set("pageHeaders", pageHeaders);
    if (!("Access-Control-Allow-Origin" in pageHeaders)) c.set("isForeignPage", true);
    return next();
  }
  return (c, next) => {
    if (c.req.header("Origin") === undefined && c.req.method !== "OPTIONS") return next();
    const allowed = readAllowedOrigins();
    return allowed instanceof Promise ? allowed.then((loaded) => answer(c, next, loaded)) : answer(c, next, allowed);
  };
}

function headersFor(origin: string | undefined, allowed: readonly string[]): Readonly<Record<string, string>> {
  if (origin === undefined || !isAllowedOrigin(origin, allowed)) return { Vary: "Origin" };
  return { ...OPEN_HEADERS, "Access-Control-Allow-Origin": origin, Vary: "Origin" };
}
