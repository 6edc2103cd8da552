import type { Context, MiddlewareHandler } from "hono";

/**
 * Refuses a request whose `Content-Length` is too large, before it reads any of the body.
 *
 * That suffices for routes that read no body. Hono's `bodyLimit` reads the body stream, for which Node must create a whole
 * `Request`, and that costs more than the token.
 *
 * @param maxSize in bytes
 */
export function limitContentLength(maxSize: number, refuse: (c: Context) => Response): MiddlewareHandler {
  return async (c, next) => {
    const length = c.req.header("Content-Length");
    if (length !== undefined && !(Number.parseInt(length, 10) <= maxSize)) return refuse(c);
    return next();
  };
}
