import type { MiddlewareHandler } from "hono";
import { Refusal } from "../../base/refusal.ts";
import { ownOriginsOf } from "./own-origins.ts";

const SAFE_METHODS = ["GET", "HEAD"];

/**
 * Rejects requests that a page of another site may have sent (CSRF). GET and HEAD requests always pass. For all other
 * methods, the `Origin` header must be one of the dashboard's origins. Browsers always send this header with these
 * methods, and pages cannot forge it. The `Sec-Fetch-Site` header, if present, must be `same-origin`. The content type
 * must be JSON, which HTML forms cannot send. A DELETE request may omit the content type.
 *
 * In addition, the session cookie is `SameSite=Strict`. Either the `Origin` check or this cookie attribute would be
 * enough.
 *
 * @param issuer the public base URL of the authority
 */
export function guardRequests(issuer: string): MiddlewareHandler {
  const origins = ownOriginsOf(issuer);
  const [own = ""] = origins;
  return async (c, next) => {
    if (SAFE_METHODS.includes(c.req.method)) return next();
    const origin = c.req.header("Origin");
    const site = c.req.header("Sec-Fetch-Site");
    if (origin === undefined || !origins.includes(origin)) throw new Refusal("foreign_origin", { allowed: own });
    if (site !== undefined && site !== "same-origin") throw new Refusal("foreign_origin", { allowed: own });
    const type = c.req.header("Content-Type");
    // A DELETE request has no body, so it needs no content type.
    if (c.req.method === "DELETE" ? type !== undefined && !isJson(type) : !isJson(type ?? "")) {
      throw new Refusal("content_type");
    }
    return next();
  };
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType);
}
