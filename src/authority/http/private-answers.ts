import type { MiddlewareHandler } from "hono";
import { PRIVATE_HEADERS } from "./respond.ts";

const entries = Object.entries(PRIVATE_HEADERS);

/** Keeps answers that may hold a token out of every cache. */
export function privateAnswers(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    // Not by c.header(), which copies an answer that is there already, once for each header.
    const { headers } = c.res;
    for (const [name, value] of entries) headers.set(name, value);
  };
}
