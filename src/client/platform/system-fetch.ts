import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { attempt } from "./attempt.ts";
import { toHeaderRecord } from "./header-record.ts";

/**
 * Calls the global `fetch`. The lookup runs at each call, so code may replace the global `fetch` at any time. Rejects
 * with `configuration` if the platform has no `fetch`.
 */
export const systemFetch: typeof globalThis.fetch = (input, init) => {
  if (globalThis.fetch === undefined) {
    return Promise.reject(
      new AssistantCloudAuthError("configuration", forDeveloper("There is no global `fetch`."), {
        remedy: forDeveloper("Pass `fetch` to the provider or to createTokenEngine()."),
      }),
    );
  }
  return globalThis.fetch(input, init);
};

/** Sends a prepared request with a bearer token. */
export type SendWithToken = (token: string) => Promise<Response>;

/** Cancels the unread body of a response. This frees the connection of the response. */
export function discard(response: Response): void {
  attempt(() => response.body?.cancel())?.catch(() => {});
}

/**
 * Prepares a request that may have to be sent twice. The caller's later changes to `init` and its headers do not affect
 * the prepared request.
 *
 * @returns the URL, the signal of the request, and the functions that send the request: two functions, or one if
 *   the body cannot be sent again
 */
export function prepareRequest(
  fetch: typeof globalThis.fetch,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): { url: string; signal: AbortSignal | null | undefined; sends: SendWithToken[] } {
  const isRequest = typeof input === "object" && "headers" in input;
  const given: RequestInit & Record<string, unknown> = {};
  // `init` may be a `Request`, whose properties are inherited, so a spread would not copy them.
  for (const name in init) given[name] = init[name as keyof RequestInit];
  const body = given.body as Partial<ReadableStream & AsyncIterable<unknown>> | null | undefined;
  const isStream = body?.getReader ?? body?.[Symbol.asyncIterator];
  // Don't validate the arguments here, because `fetch` rejects invalid ones.
  const request = attempt(() => (isRequest ? new Request(input, init) : undefined));
  if (request !== undefined) {
    const sendOf =
      (prepared: Request): SendWithToken =>
      (token) => {
        prepared.headers.set("Authorization", `Bearer ${token}`);
        return fetch(prepared);
      };
    const copy = isStream ? undefined : attempt(() => request.clone());
    const sends = (copy === undefined ? [request] : [request, copy]).map(sendOf);
    return { url: request.url, signal: request.signal, sends };
  }
  // The `fetch` of some platforms accepts no `Request`, so use `Request` only to normalize the URL.
  const url = isRequest ? input.url : (attempt(() => new Request(input).url) ?? `${input}`);
  const headers = toHeaderRecord(given.headers ?? (isRequest ? input.headers : undefined));
  const send: SendWithToken = (token) =>
    fetch(isRequest ? input : url, { ...given, headers: { ...headers, authorization: `Bearer ${token}` } });
  return { url, signal: given.signal, sends: isStream || isRequest ? [send] : [send, send] };
}
