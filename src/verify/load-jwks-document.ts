import { readBounded } from "./jwks/read-bounded.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 256 * 1024;

/**
 * Makes a loader of the authority's own JWKS, by plain fetch: its URL comes from the settings of the resource
 * server, so it may lie in a private network. No redirects, 2 seconds and 256 KB at most.
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
    const bytes = response.body && (await readBounded(response.body, MAX_BYTES));
    if (bytes === null) throw new Error(`The JWKS endpoint answered nothing, or more than ${MAX_BYTES / 1024} KB.`);
    return JSON.parse(bytes.toString());
  };
}
