import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";

/**
 * Refuses a body that is too large, before anything of it is read where its length is told.
 *
 * Hono's own middleware looks at the body first, for which Node has to make a whole `Request` with a stream: half the
 * time of a mint, which has no body. So it only gets bodies whose length is not told.
 */
export function limitBody(maxSize: number, refuse: () => Response): MiddlewareHandler {
  const unmeasured = bodyLimit({ maxSize, onError: refuse });
  return async (c, next) => {
    const length = c.req.header("Content-Length");
    if (length === undefined || c.req.header("Transfer-Encoding") !== undefined) return unmeasured(c, next);
    if (!(Number.parseInt(length, 10) <= maxSize)) return refuse();
    await next();
    return undefined;
  };
}
