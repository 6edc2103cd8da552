const TIMEOUT_MS = 2000;

/**
 * Makes a loader of the authority's own JWKS, by plain fetch: its URL comes from the settings of the resource
 * server, so it may lie in a private network. No redirects, 2 seconds at most.
 */
export function loadJwksDocument(
  jwksUrl: string,
  send: (url: string, init: RequestInit) => Promise<Response> = (url, init) => globalThis.fetch(url, init),
): () => Promise<unknown> {
  return async () => {
    const response = await send(jwksUrl, {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`The JWKS endpoint answered ${response.status}.`);
    return response.json();
  };
}
