import type { Context, MiddlewareHandler } from "hono";

/**
 * Refuses a request that tells of a body that is too large, before anything of it is read.
 *
 * Enough for routes that read no body. Hono's own middleware looks at the body itself, for which Node has to make a
 * whole `Request` with a stream, which costs more than the token; it is for routes that read one.
 */
export function limitToldBody(maxSize: number, refuse: (c: Context) => Response): MiddlewareHandler {
  return async (c, next) => {
    const length = c.req.header("Content-Length");
    if (length !== undefined && !(Number.parseInt(length, 10) <= maxSize)) return refuse(c);
    return next();
  };
}
