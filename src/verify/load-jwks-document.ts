import { JwksFailure, statusFailure } from "./jwks/jwks-failure.ts";
import { parseJwksDocument } from "./jwks/parse-jwks-document.ts";
import { readBounded } from "./jwks/read-bounded.ts";
import { toJwksFailure } from "./jwks/to-jwks-failure.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 256 * 1024;

/**
 * Makes a loader of the authority's own JWKS, by plain fetch: its URL comes from the settings of the resource
 * server, so it may lie in a private network. No redirects, 2 seconds and 256 KB at most. It throws a {@link JwksFailure}.
 */
export function loadJwksDocument(
  jwksUrl: string,
  send: (url: string, init: RequestInit) => Promise<Response> = (url, init) => globalThis.fetch(url, init),
): () => Promise<unknown> {
  async function load(): Promise<unknown> {
    const response = await send(jwksUrl, {
      headers: { accept: "application/json" },
      // Workers know no "error"; a redirect is a status that is not ok.
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw statusFailure(response.status);
    if (response.body === null) throw new JwksFailure("empty");
    const bytes = await readBounded(response.body, MAX_BYTES);
    if (bytes === null) throw new JwksFailure("too_large");
    return parseJwksDocument(bytes);
  }
  return () =>
    load().catch((thrown: unknown) => {
      throw toJwksFailure(thrown);
    });
}
