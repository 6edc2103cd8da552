import { BlockList, isIP } from "node:net";

/**
 * Returns the canonical form of an IP address, so that each address has only one spelling. Returns null for any other
 * text. The canonical form of an IPv6 address has all eight groups, and an IPv4-mapped IPv6 address becomes IPv4.
 * Brackets, port and zone are removed.
 */
export function readAddress(text: string): string | null {
  const trimmed = text.trim();
  const bare = /^\[([^\]]+)\](?::\d+)?$/.exec(trimmed)?.[1] ?? /^([\d.]+):\d+$/.exec(trimmed)?.[1] ?? trimmed;
  const address = bare.replace(/%[\s\S]*/, "");
  if (isIP(address) === 4) return address;
  if (isIP(address) !== 6) return null;
  const groups = expand(new URL(`http://[${address}]`).hostname.slice(1, -1));
  const isMapped = groups.slice(0, 6).join(":") === "0:0:0:0:0:ffff";
  return isMapped ? toIpv4(groups) : groups.join(":");
}

/** Returns the IPv4 address that a NAT64 address of 64:ff9b::/96 embeds (RFC 6052); null for other addresses. */
export function readNat64Address(address: string): string | null {
  const groups = readAddress(address)?.split(":") ?? [];
  return groups.slice(0, 6).join(":") === "64:ff9b:0:0:0:0" ? toIpv4(groups) : null;
}

/**
 * Returns the network that rate limits treat as one caller: an IPv4 address, or the /64 network of an IPv6 address. A
 * /64 network usually belongs to one household.
 */
export function networkOf(address: string): string {
  return address.includes(":") ? `${address.split(":").slice(0, 4).join(":")}::/64` : address;
}

/**
 * Returns the /48 network that contains a /64 network. All /64 networks of one customer usually belong to the same /48
 * (RFC 6177). Returns an IPv4 address unchanged.
 */
export function to48Network(network: string): string {
  return network.includes(":") ? `${network.split(":").slice(0, 3).join(":")}::/48` : network;
}

/**
 * Returns whether an address is in one of the networks that {@link readNetworks} parsed. The address must be a result
 * of {@link readAddress}.
 */
export type NetworkTest = (address: string) => boolean;

/**
 * Parses networks such as `10.0.0.0/8`, `fd00::/8` or a single address, and returns a test for them. Returns null if
 * any network is invalid.
 */
export function readNetworks(networks: readonly string[]): NetworkTest | null {
  const list = new BlockList();
  for (const network of networks) {
    const [base = "", bits, ...rest] = network.split("/");
    const address = readAddress(base);
    if (address === null || rest.length > 0 || base !== base.trim() || /[[\]%]/.test(base)) return null;
    const family = address.includes(":") ? "ipv6" : "ipv4";
    const maxBits = family === "ipv6" ? 128 : 32;
    if (bits === undefined) list.addAddress(address, family);
    else if (/^\d{1,3}$/.test(bits) && Number(bits) <= maxBits) list.addSubnet(address, Number(bits), family);
    else return null;
  }
  return (address) => list.check(address, address.includes(":") ? "ipv6" : "ipv4");
}

function expand(address: string): string[] {
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const gap = tail === undefined ? 0 : 8 - before.length - after.length;
  return [...before, ...Array<string>(gap).fill("0"), ...after];
}

function toIpv4(groups: readonly string[]): string {
  const [high = 0, low = 0] = groups.slice(6).map((group) => Number.parseInt(group, 16));
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}
