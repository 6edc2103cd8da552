import { type NetworkTest, networkOf, readAddress, readNetworks } from "../base/ip-address.ts";

/** The proxies whose `X-Forwarded-For` is trusted: their number, or their networks. */
export type TrustedProxies = number | readonly string[];

/** Returns the key under which a caller's requests are counted; null if the address is unknown. */
export type ClientAddress = (headers: Headers, socketAddress: string | undefined) => string | null;

/**
 * Creates a reader of callers' addresses. It reads `X-Forwarded-For` from the right, where the nearest proxy appends,
 * and stops at the first entry that no trusted proxy wrote: a client can forge the rest.
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
  // Fewer entries than proxies: the request bypassed some of them.
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
