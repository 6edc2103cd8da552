import type { MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../../core/protocol.ts";
import { isAllowedOrigin } from "./allowed-origin.ts";

// Chrome keeps a preflight for two hours at most.
const MAX_AGE_SECONDS = 7200;

/** Lets pages of the allowed origins call, and read the rotated token; others get no CORS header at all. */
export function projectCors(live: () => readonly string[] | Promise<readonly string[]>): MiddlewareHandler {
  return cors({
    async origin(origin) {
      const allowed = await live();
      if (allowed.length === 0) return "*";
      return isAllowedOrigin(origin, allowed) ? origin : null;
    },
    // A `*` would not cover Authorization (Fetch standard).
    allowHeaders: ["Authorization", "Content-Type", "Aui-Sdk", USER_ID_HEADER, WORKSPACE_ID_HEADER],
    allowMethods: ["GET", "POST", "PUT", "DELETE"],
    exposeHeaders: ["Authorization", "Retry-After"],
    maxAge: MAX_AGE_SECONDS,
  });
}
