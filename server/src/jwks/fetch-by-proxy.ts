import type { LookupFunction } from "node:net";
import { EnvHttpProxyAgent, fetch, type RequestInit, type Response } from "undici";
import type { ProviderProxy } from "./provider-network.ts";

/**
 * Sends a request to an auth provider through the operator's proxy, and returns the result of `read`. The proxy
 * receives the host name and opens a tunnel (CONNECT) to that host. The TLS session is between this process and the
 * host, inside the tunnel. Does not follow redirects.
 *
 * @param lookup resolves the hosts in `except`, which are reached without the proxy. Default: the system's resolver.
 * @param read reads the response. The connection closes as soon as `read` settles.
 */
export async function fetchByProxy<T>(
  { url: proxyUrl, except }: ProviderProxy,
  url: URL,
  init: RequestInit,
  read: (response: Response) => Promise<T>,
  lookup?: LookupFunction,
): Promise<T> {
  const dispatcher = new EnvHttpProxyAgent({
    httpProxy: proxyUrl,
    httpsProxy: proxyUrl,
    noProxy: except,
    ...(lookup === undefined ? {} : { connect: { lookup } }),
  });
  try {
    return await read(await fetch(url, { ...init, redirect: "manual", dispatcher }));
  } finally {
    void dispatcher.destroy().catch(() => {});
  }
}
