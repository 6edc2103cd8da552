import type { MiddlewareHandler } from "hono";
import { PRIVATE_HEADERS } from "./respond.ts";

/** Keeps answers that may hold a token out of every cache. */
export function privateAnswers(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(PRIVATE_HEADERS)) c.header(name, value);
  };
}
