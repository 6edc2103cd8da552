import type { CustomFetch } from "openid-client";
import { readBounded } from "../../../../src/verify/jwks/read-bounded.ts";
import { bareHost, isLoopbackHost } from "../../jwks/jwks-url.ts";
import type { ProviderProxy } from "../../jwks/provider-network.ts";

const MAX_BYTES = 256 * 1024;

/**
 * Creates a `fetch` for the endpoints of the OpenID provider. It follows no redirects, rejects responses above 256 KiB,
 * and allows `http://` only on a loopback address. The caller's abort signal sets the timeout.
 *
 * Private addresses are allowed, because the operator of this server chose the provider.
 *
 * @param proxy the proxy for all hosts except loopback addresses; null for none
 */
export function createBoundedFetch(proxy: ProviderProxy | null): CustomFetch {
  return async (address, { body, headers, method, signal }) => {
    const url = new URL(address);
    const isLocal = isLoopbackHost(bareHost(url));
    if (url.protocol !== "https:" && !isLocal) throw new TypeError("The endpoint is not https://.");
    const init = {
      method,
      headers,
      redirect: "manual" as const,
      ...(body == null ? {} : { body: body as BodyInit }),
      ...(signal === undefined ? {} : { signal }),
    };
    if (proxy === null || isLocal) return readResponse(await fetch(url, init));
    const { fetchByProxy } = await import("../../jwks/fetch-by-proxy.ts");
    return fetchByProxy(proxy, url, init as never, (response) => readResponse(response as unknown as Response));
  };
}

async function readResponse(response: Response): Promise<Response> {
  const { status, headers } = response;
  // `Response` throws if a response with one of these statuses has a body, so it is created without one.
  if (response.body === null || [204, 205, 304].includes(status)) return new Response(null, { status, headers });
  const content = await readBounded(response.body as unknown as AsyncIterable<Uint8Array>, MAX_BYTES);
  if (content === null) throw new TypeError("The response is larger than 256 KB.");
  return new Response(new Uint8Array(content), { status, headers });
}
