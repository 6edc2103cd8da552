import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { limitContentLength } from "./limit-content-length.ts";

/**
 * Creates a middleware that rejects a request whose body is too large. It counts the bytes of a chunked body as they
 * arrive. For any other body, it checks `Content-Length` before the body is read.
 *
 * @param maxSize the maximum size of the body, in bytes
 * @param refuse returns the response to a rejected request
 */
export function limitBody(maxSize: number, refuse: (c: Context) => Response): MiddlewareHandler {
  const byLength = limitContentLength(maxSize, refuse);
  const byCount = bodyLimit({ maxSize, onError: refuse });
  return (c, next) => {
    const isLengthKnown =
      c.req.header("Content-Length") !== undefined && c.req.header("Transfer-Encoding") === undefined;
    return isLengthKnown ? byLength(c, next) : byCount(c, next);
  };
}
