import { unlessAborted } from "../core/unless-aborted.ts";
import { JwksFailure, statusFailure } from "./jwks/jwks-failure.ts";
import { parseJwksDocument } from "./jwks/parse-jwks-document.ts";
import { readBounded } from "./jwks/read-bounded.ts";
import { toJwksFailure } from "./jwks/to-jwks-failure.ts";

const TIMEOUT_MS = 2000;
const MAX_BYTES = 256 * 1024;

/**
 * Creates a function that fetches the JWKS of an issuer. The URL comes from the resource server's own settings, so
 * private addresses are allowed. The function follows no redirects, waits at most 2 seconds and accepts at most 256 KB.
 * It throws a {@link JwksFailure} for every failure.
 *
 * @param send sends the request. Default: the global `fetch`
 */
export function loadJwksDocument(
  jwksUrl: string,
  send: (url: string, init: RequestInit) => Promise<Response> = (url, init) => globalThis.fetch(url, init),
): () => Promise<unknown> {
  async function load(signal: AbortSignal): Promise<unknown> {
    const response = await send(jwksUrl, {
      headers: { accept: "application/json" },
      // Workers lack the redirect mode "error". With "manual", a redirect is a response whose status is not ok.
      redirect: "manual",
      signal,
    });
    if (!response.ok) throw statusFailure(response.status);
    if (response.body === null) throw new JwksFailure("empty");
    const bytes = await readBounded(response.body, MAX_BYTES);
    if (bytes === null) throw new JwksFailure("too_large");
    return parseJwksDocument(bytes);
  }
  return () => {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    return unlessAborted(signal, () => load(signal)).catch((thrown: unknown) => {
      throw toJwksFailure(thrown);
    });
  };
}
