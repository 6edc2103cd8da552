import { type NetworkTest, networkOf, readAddress, readNetworks } from "../base/ip-address.ts";

/** Which proxies' word on a caller's address is taken: how many stand in front, or their networks. */
export type TrustedProxies = number | readonly string[];

/** The name under which a caller's requests are counted; null when the address is not known. */
export type ClientAddress = (headers: Headers, socketAddress: string | undefined) => string | null;

/**
 * Makes a reader of callers' addresses. `X-Forwarded-For` is read from its right, where the nearest proxy writes, and only as far
 * as proxies are trusted: whatever stands left of that, anybody may have made up.
 *
 * @returns null when a network cannot be read
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
  // Fewer entries than proxies: the request came in by a shorter way.
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
