import type { Context } from "hono";
import { networkOf, readAddress } from "../../base/ip-address.ts";
import { ownOriginsOf } from "../http/own-origins.ts";

/**
 * The values that {@link networkOf} returns for loopback addresses. The network of `::1` contains no address of another
 * machine.
 */
const LOOPBACK_ADDRESSES = ["127.0.0.1", networkOf(readAddress("::1") ?? "")];
const PROXY_HEADERS = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP"];

/**
 * Returns whether a request comes from this machine. The remote address must be a loopback address, and the `Host`
 * header must match an origin of the dashboard. The check of the header excludes pages whose domain resolves to a
 * loopback address (DNS rebinding). A request with a proxy header is not local, because the proxy's client may be
 * remote. A request from a page of another origin is not local either.
 *
 * @param address the remote address of the connection: an IPv4 address or an IPv6 /64 network
 */
export function isLoopbackRequest(c: Context, issuer: string, address: string): boolean {
  const host = c.req.header("Host") ?? new URL(c.req.url).host;
  const site = c.req.header("Sec-Fetch-Site");
  return (
    LOOPBACK_ADDRESSES.includes(address) &&
    ownOriginsOf(issuer).includes(`${new URL(issuer).protocol}//${host}`) &&
    PROXY_HEADERS.every((name) => c.req.header(name) === undefined) &&
    (site === undefined || site === "same-origin" || site === "none")
  );
}
