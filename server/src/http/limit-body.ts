import type { Context, MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { limitContentLength } from "./limit-content-length.ts";

/**
 * Refuses a request with a larger body. A chunked body is counted as it arrives; any other is judged by its `Content-Length`, before
 * any of it is read.
 *
 * @param maxSize in bytes
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
