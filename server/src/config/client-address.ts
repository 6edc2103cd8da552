import { type NetworkTest, networkOf, readAddress, readNetworks } from "../base/ip-address.ts";

/**
 * Identifies the proxies whose `X-Forwarded-For` header is trusted: the number of proxies, or a list of their networks.
 */
export type TrustedProxies = number | readonly string[];

/**
 * Returns the address that identifies a caller for rate limits: an IPv4 address or an IPv6 /64 network. Returns null if
 * the address is unknown.
 */
export type ClientAddress = (headers: Headers, socketAddress: string | undefined) => string | null;

/**
 * Creates a {@link ClientAddress}. The created function reads `X-Forwarded-For` from right to left, because each proxy
 * appends an entry. The function stops at the entry that the outermost trusted proxy has appended. The client can forge
 * the entries to the left of that entry.
 *
 * @returns null if a network is invalid
 */
export function createClientAddress(trusted: TrustedProxies): ClientAddress | null {
  const isTrusted = typeof trusted === "number" ? null : readNetworks(trusted);
  if (typeof trusted !== "number" && isTrusted === null) return null;
  return (headers, socketAddress) => {
    const forwarded = headers.get("X-Forwarded-For")?.split(",") ?? [];
    const nearest = socketAddress === undefined ? null : readAddress(socketAddress);
    const address =
      typeof trusted === "number"
        ? byCount(forwarded, nearest, trusted)
        : byNetwork(forwarded, nearest, isTrusted ?? (() => false));
    return address === null ? null : networkOf(address);
  };
}

function byCount(forwarded: readonly string[], nearest: string | null, count: number): string | null {
  if (count === 0 || forwarded.length === 0) return nearest;
  // If the header has fewer entries than there are proxies, the request bypassed some proxies, so use the first entry.
  const entry = forwarded[Math.max(0, forwarded.length - count)] ?? "";
  return readAddress(entry) ?? nearest;
}

function byNetwork(forwarded: readonly string[], nearest: string | null, isTrusted: NetworkTest): string | null {
  let address = nearest;
  for (let index = forwarded.length - 1; index >= 0 && address !== null && isTrusted(address); index--) {
    const next = readAddress(forwarded[index] ?? "");
    if (next === null) break;
    address = next;
  }
  return address;
}
