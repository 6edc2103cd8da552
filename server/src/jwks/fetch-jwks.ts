import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { JwksFailure, statusFailure } from "../../../src/verify/jwks/jwks-failure.ts";
import { parseJwksDocument } from "../../../src/verify/jwks/parse-jwks-document.ts";
import { readBounded } from "../../../src/verify/jwks/read-bounded.ts";
import { toJwksFailure } from "../../../src/verify/jwks/to-jwks-failure.ts";
import { bareHost, findJwksUrlFault, isAllowedAddress, isLoopbackAddress, isLoopbackHost } from "./jwks-url.ts";
import { type ProviderNetwork, type ProviderProxy, PUBLIC_ADDRESSES_ONLY } from "./provider-network.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 256 * 1024;
/**
 * The timeout of this machine's DNS lookup before a request through a proxy, in milliseconds. The DNS of a closed
 * network may not resolve public names. In this case, only the proxy resolves the name.
 */
const LOCAL_LOOKUP_MS = 500;
const HEADERS = { accept: "application/json", "accept-encoding": "identity" };

/**
 * Fetches the JWKS document of an auth rule. The timeout is 2 seconds, and the maximum size is 256 KB. Redirects and
 * compression are not supported. The host's address must be public or listed by the operator. With `allowInsecure`, the
 * host may also be `localhost` or a loopback address. The connection uses the addresses that were checked, so DNS
 * rebinding has no effect.
 *
 * With a proxy, the URL must meet the same requirements. The host's addresses are checked only if this machine can
 * resolve the name. The proxy resolves the name a second time, so the proxy must block the private addresses of its own
 * network.
 *
 * @param allowInsecure whether to allow loopback addresses, also with `http://`. For development only.
 * @param network the private networks to allow, and the proxy. Default: public addresses only, without a proxy.
 * @returns the parsed body, not validated
 * @throws {@link JwksFailure} if the URL is not allowed or the document cannot be read
 */
export async function fetchJwks(
  jwksUrl: string,
  allowInsecure: boolean,
  network: ProviderNetwork = PUBLIC_ADDRESSES_ONLY,
): Promise<unknown> {
  try {
    const problem = findJwksUrlFault(jwksUrl, allowInsecure, network);
    if (problem !== null) throw new JwksFailure("url_refused", problem);
    const url = new URL(jwksUrl);
    const host = bareHost(url);
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    if (allowInsecure && isLoopbackHost(host)) return await loadDirectly(url, isLoopbackAddress, signal);
    const isAllowed = (address: string) => isAllowedAddress(address, host, network);
    if (network.proxy === null) return await loadDirectly(url, isAllowed, signal);
    return await loadByProxy(network.proxy, url, isAllowed, signal);
  } catch (thrown) {
    throw toJwksFailure(thrown);
  }
}

type AddressTest = (address: string) => boolean;

async function loadDirectly(url: URL, isAllowed: AddressTest, signal: AbortSignal): Promise<unknown> {
  const addresses = await resolveHost(bareHost(url), isAllowed, signal);
  const response = await send(url, addresses, signal);
  if (response.statusCode !== 200) {
    response.destroy();
    throw statusFailure(response.statusCode ?? 0);
  }
  return readDocument(response, response.headers["content-encoding"]);
}

async function loadByProxy(
  proxy: ProviderProxy,
  url: URL,
  isAllowed: AddressTest,
  signal: AbortSignal,
): Promise<unknown> {
  await checkKnownAddresses(bareHost(url), isAllowed);
  // This lookup checks the addresses of hosts that are reached without the proxy.
  const checked: LookupFunction = (host, options, callback) => {
    resolveHost(host, isAllowed, signal).then(
      (addresses) => answerLookup(addresses, options.all === true, callback),
      (error: NodeJS.ErrnoException) => callback(error, ""),
    );
  };
  const { fetchByProxy } = await import("./fetch-by-proxy.ts");
  const read = async ({ status, headers, body }: { status: number; headers: Headers; body: unknown }) => {
    if (status !== 200) throw statusFailure(status);
    return readDocument((body ?? []) as AsyncIterable<Uint8Array>, headers.get("content-encoding") ?? undefined);
  };
  try {
    return await fetchByProxy(proxy, url, { headers: HEADERS, signal }, read as never, checked);
  } catch (error) {
    // `fetch` wraps the lookup's error, so the original error is the `cause`.
    throw error instanceof Error && error.cause instanceof JwksFailure ? error.cause : error;
  }
}

/**
 * Throws `private_address` if this machine resolves the host to an address that is not allowed. Does nothing if this
 * machine cannot resolve the host within 500 ms, because the proxy resolves the name.
 */
async function checkKnownAddresses(host: string, isAllowed: AddressTest): Promise<void> {
  const resolved = isIP(host)
    ? [{ address: host }]
    : await Promise.race([lookup(host, { all: true }), pause()]).catch(() => []);
  if (!resolved.every(({ address }) => isAllowed(address))) throw new JwksFailure("private_address");
}

const pause = (): Promise<never[]> => delay(LOCAL_LOOKUP_MS, [], { ref: false });

async function resolveHost(host: string, isAllowed: AddressTest, signal: AbortSignal): Promise<string[]> {
  const resolved = isIP(host)
    ? [{ address: host }]
    : await Promise.race([lookup(host, { all: true }), aborted(signal)]);
  const addresses = resolved.map(({ address }) => address);
  if (addresses.length === 0 || !addresses.every(isAllowed)) throw new JwksFailure("private_address");
  return addresses;
}

function answerLookup(addresses: readonly string[], all: boolean, callback: Parameters<LookupFunction>[2]): void {
  const checked = addresses.map((address) => ({ address, family: isIP(address) }));
  if (all) callback(null, checked);
  else callback(null, checked[0]?.address ?? "", checked[0]?.family);
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function send(url: URL, addresses: readonly string[], signal: AbortSignal): Promise<IncomingMessage> {
  const pinned: LookupFunction = (_host, options, callback) => answerLookup(addresses, options.all === true, callback);
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const options = {
    agent: false,
    lookup: pinned,
    // A host may be reachable over only one address family, so the addresses are tried in turn (RFC 8305).
    autoSelectFamily: true,
    signal,
    headers: HEADERS,
  } as const;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on("error", reject).end();
  });
}

async function readDocument(body: AsyncIterable<Uint8Array>, encoding = "identity"): Promise<unknown> {
  if (encoding !== "identity") throw new JwksFailure("compressed");
  const bytes = await readBounded(body, MAX_BYTES);
  if (bytes === null) throw new JwksFailure("too_large");
  return parseJwksDocument(bytes);
}
