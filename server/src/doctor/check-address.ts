import { findIssuerFault } from "../config/server-settings.ts";
import { isLoopbackHost } from "../jwks/jwks-url.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type CheckResult, failed, passed, warned } from "./check-result.ts";

/**
 * Checks that `serve` accepts the public URL of the server, that clients can call it, and that it uses HTTPS. This URL is
 * the `iss` of the server's tokens.
 *
 * @param issuer the public URL; null if it is unknown, for example because `--issuer` is not set. If it is null, the
 *   result is empty.
 */
export function checkIssuer(issuer: string | null): CheckResult[] {
  if (issuer === null) return [];
  const remedy = "Start `serve` with --issuer and the public address, such as https://auth.example.com.";
  const fault = findIssuerFault(issuer);
  // The issuer may contain a password, so the result does not repeat it.
  if (fault !== null) return [failed("issuer", `The issuer ${fault}.`, remedy)];
  const { hostname, protocol } = new URL(issuer);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "0.0.0.0" || host === "::") {
    return [failed("issuer", "The issuer is a wildcard address, which no client can call.", remedy, issuer)];
  }
  if (protocol === "http:" && !isLoopbackHost(host)) {
    const message = "The issuer uses http://: tokens and the dashboard's session travel unencrypted.";
    const tlsRemedy = "Put a TLS proxy in front of the server, and set --issuer to its https:// address.";
    return [warned("issuer", message, tlsRemedy, issuer)];
  }
  return [passed("issuer", "The issuer can serve as the base URL of clients.", issuer)];
}

/**
 * Reports which proxy the server uses for requests to auth providers. Omits the proxy's user and password. Returns no
 * results if the server uses no proxy.
 */
export function checkProxy({ proxy }: ProviderNetwork): CheckResult[] {
  if (proxy === null) return [];
  const { host } = new URL(proxy.url);
  const except = proxy.except === "" ? "" : ` Exceptions: ${proxy.except}.`;
  return [passed("proxy", `The server fetches JWKS and the OpenID provider through this proxy.${except}`, host)];
}

/**
 * The usual idle timeout of load balancers, in seconds. The server's timeout must be longer; otherwise, load balancers
 * send requests on connections that the server has closed.
 */
const COMMON_TIMEOUT_SECONDS = 60;

/**
 * Checks that a server keeps an idle connection open for more than 60 seconds. Returns no results if the server does
 * not send its timeout.
 *
 * @param header the `Keep-Alive` header of a response; null if the response has none
 */
export function checkKeepAlive(header: string | null, host: string): CheckResult[] {
  const seconds = Number(/\btimeout=(\d{1,9})\b/.exec(header ?? "")?.[1] ?? Number.NaN);
  if (Number.isNaN(seconds)) return [];
  if (seconds > COMMON_TIMEOUT_SECONDS) {
    return [passed("keep_alive", `Idle connections stay open for ${seconds} seconds.`, host)];
  }
  return [
    warned(
      "keep_alive",
      `Idle connections close after ${seconds} seconds, but load balancers usually keep them for 60: some requests then fail with 502.`,
      "Start `serve` with a --keep-alive above the load balancer's idle timeout.",
      host,
    ),
  ];
}
