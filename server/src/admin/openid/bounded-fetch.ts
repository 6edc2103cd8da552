import type { CustomFetch } from "openid-client";
import { readBounded } from "../../../../src/verify/jwks/read-bounded.ts";
import { bareHost, isLoopbackHost } from "../../jwks/jwks-url.ts";

const MAX_BYTES = 256 * 1024;

/**
 * A `fetch` for a provider's endpoints: no redirect, 256 KB at most, and `http://` on this machine alone. How long it may take is the
 * caller's signal's affair.
 *
 * The addresses are those of the provider that the operator has named, which may well stand in a network of their own.
 */
export const boundedFetch: CustomFetch = async (address, { body, headers, method, signal }) => {
  const url = new URL(address);
  if (url.protocol !== "https:" && !isLoopbackHost(bareHost(url))) throw new TypeError("The endpoint is not https://.");
  const response = await fetch(url, {
    method,
    headers,
    redirect: "manual",
    ...(body == null ? {} : { body: body as BodyInit }),
    ...(signal === undefined ? {} : { signal }),
  });
  // Answers of these statuses have no body, and none may be given.
  if (response.body === null || [204, 205, 304].includes(response.status)) return response;
  const { status, headers: answered } = response;
  const content = await readBounded(response.body as unknown as AsyncIterable<Uint8Array>, MAX_BYTES);
  if (content === null) throw new TypeError("The answer is larger than 256 KB.");
  return new Response(new Uint8Array(content), { status, headers: answered });
};
