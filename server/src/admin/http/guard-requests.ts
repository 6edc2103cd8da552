import type { MiddlewareHandler } from "hono";
import { Refusal } from "../../base/refusal.ts";
import { ownOriginsOf } from "./own-origins.ts";

const SAFE_METHODS = ["GET", "HEAD"];

/**
 * Refuses what another site's page could have sent: every unsafe method needs an `Origin` of ours (a browser always
 * sends one there, and no page can forge it) and a JSON body, which no form can make.
 *
 * The session's cookie is `SameSite=Strict` besides; each of the two would do alone.
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
    // A DELETE has no body, so it needs no type.
    if (c.req.method === "DELETE" ? type !== undefined && !isJson(type) : !isJson(type ?? "")) {
      throw new Refusal("content_type");
    }
    return next();
  };
}

function isJson(contentType: string): boolean {
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(contentType);
}
