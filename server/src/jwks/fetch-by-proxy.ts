import type { LookupFunction } from "node:net";
import { EnvHttpProxyAgent, fetch, type RequestInit, type Response } from "undici";
import type { ProviderProxy } from "./provider-network.ts";

/**
 * Sends a request by the operator's proxy: a tunnel (CONNECT) that the proxy opens to the host by its name, TLS inside. Redirects
 * are not followed.
 *
 * @param lookup resolves the hosts that are reached without the proxy. Default: the system's
 * @param read takes what is needed of the response, whose connection is closed afterwards
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
