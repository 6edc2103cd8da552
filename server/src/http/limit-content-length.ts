import type { Context, MiddlewareHandler } from "hono";

/**
 * Creates a middleware that rejects a request whose `Content-Length` is too large. The middleware does not read the
 * body.
 *
 * This check is enough for routes that read no body. Hono's `bodyLimit` reads the body stream, so Node.js must create a
 * full `Request`. Creating a `Request` costs more than signing a workspace token.
 *
 * @param maxSize the maximum size of the body, in bytes
 * @param refuse returns the response to a rejected request
 */
export function limitContentLength(maxSize: number, refuse: (c: Context) => Response): MiddlewareHandler {
  return (c, next) => {
    const length = c.req.header("Content-Length");
    if (length !== undefined && !(Number.parseInt(length, 10) <= maxSize)) return Promise.resolve(refuse(c));
    return next();
  };
}
