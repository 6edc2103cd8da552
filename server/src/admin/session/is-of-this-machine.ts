import type { Context } from "hono";
import { ownOriginsOf } from "../http/own-origins.ts";

const LOOPBACK_ADDRESSES = ["127.0.0.1", "::1", "::ffff:127.0.0.1"];
const PROXY_HEADERS = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

/**
 * Returns whether a request comes from this machine and asks for it by a local name. The name keeps out pages whose domain was
 * pointed at this machine (DNS rebinding), and a header of a proxy tells that the caller may be elsewhere.
 *
 * @param address of the connection
 */
export function isOfThisMachine(c: Context, issuer: string, address: string): boolean {
  const host = c.req.header("Host") ?? new URL(c.req.url).host;
  const site = c.req.header("Sec-Fetch-Site");
  return (
    LOOPBACK_ADDRESSES.includes(address) &&
    ownOriginsOf(issuer).includes(`${new URL(issuer).protocol}//${host}`) &&
    PROXY_HEADERS.every((name) => c.req.header(name) === undefined) &&
    (site === undefined || site === "same-origin" || site === "none")
  );
}
