import { lookup } from "node:dns/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { JwksFailure, statusFailure } from "../../../src/verify/jwks/jwks-failure.ts";
import { parseJwksDocument } from "../../../src/verify/jwks/parse-jwks-document.ts";
import { readBounded } from "../../../src/verify/jwks/read-bounded.ts";
import { toJwksFailure } from "../../../src/verify/jwks/to-jwks-failure.ts";
import { bareHost, findJwksUrlFault, isLoopbackAddress, isLoopbackHost, isPublicAddress } from "./jwks-url.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 256 * 1024;

/**
 * Fetches a JWKS document from a rule's URL: 2 seconds and 256 KB at most, no redirect, no compression, and only
 * from a public address (or, in development, from this machine). The addresses that were checked are the
 * ones connected to, so a name that changes its address in between gains nothing.
 *
 * @returns the parsed body, unchecked
 * @throws {@link JwksFailure}
 */
export async function fetchJwks(jwksUrl: string, allowInsecure: boolean): Promise<unknown> {
  try {
    return await load(jwksUrl, allowInsecure);
  } catch (thrown) {
    throw toJwksFailure(thrown);
  }
}

async function load(jwksUrl: string, allowInsecure: boolean): Promise<unknown> {
  const problem = findJwksUrlFault(jwksUrl, allowInsecure);
  if (problem !== null) throw new JwksFailure("url_refused", problem);
  const url = new URL(jwksUrl);
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const addresses = await resolveHost(bareHost(url), allowInsecure, signal);
  const response = await send(url, addresses, signal);
  if (response.statusCode !== 200) {
    response.destroy();
    throw statusFailure(response.statusCode ?? 0);
  }
  return parseJwksDocument(await readBody(response));
}

async function resolveHost(host: string, allowInsecure: boolean, signal: AbortSignal): Promise<string[]> {
  const mayBeLocal = allowInsecure && isLoopbackHost(host);
  const isAllowed = (address: string) => (mayBeLocal ? isLoopbackAddress(address) : isPublicAddress(address));
  const found = isIP(host) ? [{ address: host }] : await Promise.race([lookup(host, { all: true }), aborted(signal)]);
  const addresses = found.map(({ address }) => address);
  if (addresses.length === 0 || !addresses.every(isAllowed)) throw new JwksFailure("private_address");
  return addresses;
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason), { once: true }));
}

function send(url: URL, addresses: readonly string[], signal: AbortSignal): Promise<IncomingMessage> {
  const checked = addresses.map((address) => ({ address, family: isIP(address) }));
  const pinned: LookupFunction = (_host, options, callback) =>
    options.all ? callback(null, checked) : callback(null, checked[0]?.address ?? "", checked[0]?.family);
  const request = url.protocol === "https:" ? httpsRequest : httpRequest;
  const options = {
    agent: false,
    lookup: pinned,
    // Tries one after the other (RFC 8305), as a host may be reached by one family of addresses alone.
    autoSelectFamily: true,
    signal,
    headers: { accept: "application/json", "accept-encoding": "identity" },
  } as const;
  return new Promise((resolve, reject) => {
    request(url, options, resolve).on("error", reject).end();
  });
}

async function readBody(response: IncomingMessage): Promise<Uint8Array> {
  const encoding = response.headers["content-encoding"] ?? "identity";
  if (encoding !== "identity") throw new JwksFailure("compressed");
  const body = await readBounded(response, MAX_BYTES);
  if (body === null) throw new JwksFailure("too_large");
  return body;
}
