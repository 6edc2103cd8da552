import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { attempt } from "./attempt.ts";
import { toHeaderRecord } from "./header-record.ts";

/** The global `fetch`, looked up at each call, so that a later patch applies. Rejects with `configuration` where there is none. */
export const systemFetch: typeof globalThis.fetch = (input, init) => {
  if (globalThis.fetch === undefined) {
    const remedy = "Pass `fetch` to the provider or to createTokenEngine().";
    return Promise.reject(
      new AssistantCloudAuthError("configuration", forDeveloper("There is no global `fetch`."), { remedy }),
    );
  }
  return globalThis.fetch(input, init);
};

/** Sends a prepared request with a bearer token. */
export type SendWithToken = (token: string) => Promise<Response>;

/** Frees the connection of a response that is not read, where bodies are streams. */
export function discard(response: Response): void {
  attempt(() => response.body?.cancel())?.catch(() => {});
}

/**
 * Prepares a request that may have to be sent twice. Headers and body are fixed now, as by `fetch`, where the platform
 * has a `Request`.
 *
 * @returns its address, and the sends in order: one alone when the body cannot be sent again
 */
export function prepareRequest(
  fetch: typeof globalThis.fetch,
  input: RequestInfo | URL,
  init: RequestInit | undefined,
): { url: string; sends: SendWithToken[] } {
  const isStream = typeof (init?.body as Partial<ReadableStream> | null | undefined)?.getReader === "function";
  const request = attempt(() => new Request(input, init));
  if (request === undefined) {
    // `fetch` itself rejects what is wrong with the arguments.
    const isRequest = typeof input === "object" && "headers" in input;
    const given = toHeaderRecord(init?.headers ?? (isRequest ? input.headers : undefined));
    const send: SendWithToken = (token) =>
      fetch(input, { ...init, headers: { ...given, authorization: `Bearer ${token}` } });
    return { url: `${isRequest ? input.url : input}`, sends: isStream || isRequest ? [send] : [send, send] };
  }
  const sendOf =
    (prepared: Request): SendWithToken =>
    (token) => {
      prepared.headers.set("Authorization", `Bearer ${token}`);
      return fetch(prepared);
    };
  const copy = isStream ? undefined : attempt(() => request.clone());
  return { url: request.url, sends: (copy === undefined ? [request] : [request, copy]).map(sendOf) };
}
