import { BlockList, isIP } from "node:net";
import { readNat64Address } from "../base/ip-address.ts";
import { isPrivateNetworkAddress, type ProviderNetwork, PUBLIC_ADDRESSES_ONLY } from "./provider-network.ts";

const LOCAL_NAME = /(^|\.)(localhost|local|internal|intranet|lan|home|corp|test|invalid|example|onion)$/;

/** Returns the problem with a JWKS URL; null if the URL is valid. Does not resolve the host name. */
export function findJwksUrlFault(
  value: string,
  allowInsecure: boolean,
  network: ProviderNetwork = PUBLIC_ADDRESSES_ONLY,
): string | null {
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    return "is not an absolute URL";
  }
  const host = bareHost(url);
  if (url.username || url.password) return "must not carry a user name or password";
  if (url.hash) return "must not carry a fragment";
  if (allowInsecure && url.protocol === "http:" && isLoopbackHost(host)) return null;
  if (url.protocol !== "https:") return "must start with https://";
  if (allowInsecure && isLoopbackHost(host)) return null;
  if (url.port !== "" && Number(url.port) < 1024) return "must use port 443 or one above 1023";
  if (isIP(host) !== 0) {
    return isAllowedAddress(host, host, network) ? null : "must not point at a private or local address";
  }
  if (network.hasNetworks || network.isListedHost(host)) return null;
  if (!host.includes(".") || LOCAL_NAME.test(host)) return "must not point at a local name";
  return null;
}

/**
 * Returns whether a JWKS may be fetched from `address`, one of the addresses of `host`. Public addresses are allowed.
 * Addresses in a network that the operator lists are also allowed. If the operator lists the host, the host may also
 * have a private address.
 */
export function isAllowedAddress(address: string, host: string, network: ProviderNetwork): boolean {
  if (isPublicAddress(address) || network.isListedAddress(address)) return true;
  return network.isListedHost(host) && isPrivateNetworkAddress(address);
}

/**
 * Returns the host of a URL in lower case. Removes a trailing dot and the brackets of an IPv6 address. `URL` has
 * already converted decimal and octal IPv4 forms to dotted decimal.
 */
export function bareHost(url: URL): string {
  return url.hostname
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
}

export function isLoopbackHost(host: string): boolean {
  return host === "localhost" || isLoopbackAddress(host);
}

export function isLoopbackAddress(address: string): boolean {
  return address === "::1" || /^127\.\d+\.\d+\.\d+$/.test(address);
}

const notPublic = new BlockList();
for (const range of [
  "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24",
  "192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4",
].flatMap((ranges) => ranges.split(" "))) {
  const [network = "", bits] = range.split("/");
  notPublic.addSubnet(network, Number(bits), "ipv4");
}
const globalUnicast = new BlockList();
globalUnicast.addSubnet("2000::", 3, "ipv6");
// Parts of 2000::/3 that are not public: protocol assignments such as Teredo, documentation addresses and 6to4.
for (const [network, bits] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const) {
  notPublic.addSubnet(network, bits, "ipv6");
}

/** Returns whether an IP address is public according to the IANA special-purpose registries. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  const translated = family === 6 ? readNat64Address(address) : null;
  if (translated !== null) return isPublicAddress(translated);
  if (family === 4) return !notPublic.check(address, "ipv4");
  // IPv6 addresses outside 2000::/3 are local, mapped or translated (such as ::ffff:0:0/96, 64:ff9b:1::/48, fc00::/7
  // and fe80::/10).
  return family === 6 && globalUnicast.check(address, "ipv6") && !notPublic.check(address, "ipv6");
}
