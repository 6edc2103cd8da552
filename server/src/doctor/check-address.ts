import { isLoopbackHost } from "../jwks/jwks-url.ts";
import type { ProviderNetwork } from "../jwks/provider-network.ts";
import { type CheckResult, failed, passed, warned } from "./check-result.ts";

/**
 * Checks the public address of the server, the `iss` of its tokens.
 *
 * @param issuer null where no server is known, as for a command without `--issuer`
 */
export function checkIssuer(issuer: string | null): CheckResult[] {
  if (issuer === null) return [];
  const remedy = "Start `serve` with --issuer and the public address, such as https://auth.example.com.";
  if (!URL.canParse(issuer)) return [failed("issuer", "The issuer is not a URL.", remedy)];
  const { hostname, protocol } = new URL(issuer);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (host === "0.0.0.0" || host === "::") {
    return [failed("issuer", "The issuer is the address to listen on: no client can call it.", remedy, issuer)];
  }
  if (protocol === "http:" && !isLoopbackHost(host)) {
    const message = "The issuer is of http://: tokens and the dashboard's session travel unencrypted.";
    return [
      warned("issuer", message, "Put a proxy with a certificate in front, and name its https:// address.", issuer),
    ];
  }
  return [passed("issuer", "Clients can be given the issuer as the base URL.", issuer)];
}

/** Says by which proxy providers are reached. Its address is shown without user and password. */
export function checkProxy({ proxy }: ProviderNetwork): CheckResult[] {
  if (proxy === null) return [];
  const { host } = new URL(proxy.url);
  const except = proxy.except === "" ? "" : ` Not for: ${proxy.except}.`;
  return [passed("proxy", `JWKS and the OpenID provider are fetched by this proxy.${except}`, host)];
}

/** What load balancers commonly keep an idle connection for; ours has to stay open longer, or they meet a closed one. */
const COMMON_TIMEOUT_SECONDS = 60;

/**
 * Checks how long a server keeps an idle connection open.
 *
 * @param header the `Keep-Alive` header of its answer; null when it has none
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
      `Idle connections are closed after ${seconds} seconds, and load balancers commonly keep them for 60: some requests then fail with 502.`,
      "Start `serve` with a --keep-alive above the idle timeout of the load balancer.",
      host,
    ),
  ];
}
