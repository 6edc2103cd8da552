import { BlockList, isIP } from "node:net";
import { type NetworkTest, readAddress, readNetworks } from "../base/ip-address.ts";

/** The HTTP proxy for requests to auth providers. A server without direct internet access needs this proxy. */
export interface ProviderProxy {
  /** The `http://` or `https://` URL, with user and password if the proxy requires them. */
  readonly url: string;
  /** The hosts to reach without the proxy, in the format of `NO_PROXY`. */
  readonly except: string;
}

/**
 * The proxy for requests to auth providers, and the private networks and hosts that these requests may reach. The
 * operator lists the networks and hosts in `AUTHORITY_PRIVATE_PROVIDERS`.
 */
export interface ProviderNetwork {
  /** Returns whether the operator has listed a host. */
  readonly isListedHost: (host: string) => boolean;
  /** Returns whether the operator has listed a network that contains an address. */
  readonly isListedAddress: NetworkTest;
  /**
   * Whether the operator has listed at least one network or address. If so, a JWKS URL may contain a local host name,
   * such as `login.internal`, because the name may resolve to a listed address.
   */
  readonly hasNetworks: boolean;
  readonly proxy: ProviderProxy | null;
}

/** Network settings that allow only public addresses and contain no proxy. */
export const PUBLIC_ADDRESSES_ONLY: ProviderNetwork = {
  isListedHost: () => false,
  isListedAddress: () => false,
  hasNetworks: false,
  proxy: null,
};

const HOST = /^(?:\*\.)?[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){0,10}$/;

/**
 * Parses an operator's list of hosts (`login.corp.internal`, `*.corp.internal`), networks (`10.20.0.0/16`) and
 * addresses.
 *
 * @returns null if an entry is not valid
 */
export function readPrivateProviders(entries: readonly string[]): Omit<ProviderNetwork, "proxy"> | null {
  const networks = entries.filter((entry) => readNetworks([entry]) !== null);
  const hosts = entries.filter((entry) => !networks.includes(entry)).map((entry) => entry.toLowerCase());
  const isListedAddress = readNetworks(networks);
  // A host name cannot end with a number, so `10.0.0.0/99` and `1.2.3` are invalid networks, not host names.
  if (isListedAddress === null || hosts.some((host) => !HOST.test(host) || /(^|\.)\d+$/.test(host))) return null;
  return {
    isListedHost: (host) =>
      hosts.some((entry) => (entry.startsWith("*.") ? host.endsWith(entry.slice(1)) : host === entry)),
    isListedAddress: (address) => {
      const read = readAddress(address);
      return read !== null && isListedAddress(read);
    },
    hasNetworks: networks.length > 0,
  };
}

const privateNetworks = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
  ["100.64.0.0", 10],
] as const) {
  privateNetworks.addSubnet(network, bits, "ipv4");
}
privateNetworks.addSubnet("fc00::", 7, "ipv6");

/**
 * Returns whether an address is in a private network (RFC 1918, RFC 6598, RFC 4193). A host that the operator lists may
 * have such an address. Returns false for loopback, link-local (such as a cloud's metadata service) and multicast
 * addresses. These addresses are allowed only if the operator lists their network.
 */
export function isPrivateNetworkAddress(address: string): boolean {
  const family = isIP(address);
  return family !== 0 && privateNetworks.check(address, family === 4 ? "ipv4" : "ipv6");
}
