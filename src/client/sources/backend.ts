import { AssistantCloudAuthError } from "../../core/errors.ts";
import { forDeveloper } from "../../core/for-developer.ts";
import { readMember, readTokenBody } from "../../core/protocol.ts";
import type { TokenRequest, TokenSource } from "../../core/token-source.ts";
import { toHeaderRecord } from "../platform/header-record.ts";
import { errorFromResponse, isTransient, readBody, send } from "../request.ts";
import { requireFunction } from "./provider.ts";

/** A route of the app's own backend that returns a workspace token. */
export interface BackendRoute {
  /** The route's URL, absolute or relative to the page. */
  url: string;
  /** Identifies the signed-in user and organization; null when unknown. Default: null. */
  key?: string | null;
  /** Options of the request, such as `credentials` or `headers`. The source sets method and signal. Default: none. */
  init?: RequestInit;
}

/** A function of the app that fetches a workspace token. */
export interface BackendFetch {
  /** Resolves to a workspace token, or to null when no user is signed in. */
  fetchToken(request: Pick<TokenRequest, "signal" | "forceRefresh">): Promise<string | null>;
  /** Identifies the signed-in user and organization; null when unknown. Default: null. */
  key?: string | null;
}

/**
 * Returns a token source for the backend integration: the app's own server mints the workspace token with an API key.
 * The browser sends `POST` to a route of this server. The route responds with the bare token (`text/plain`) or with
 * JSON `{ token }`; 204 or `{ token: null }` means that no user is signed in.
 *
 * @param options the route's URL, the route with `key` and `init`, or a function that fetches the token
 * @throws `configuration` if `options` contains neither a URL nor a function. For a route, `getToken` rejects with
 *   `unauthenticated` (401, 403, or a redirect to a page), `rate_limited`, `source_failed`, `invalid_token`, `network`
 *   or `offline`
 */
export function backendTokenSource(options: string | BackendRoute | BackendFetch): TokenSource {
  const given: BackendRoute | BackendFetch = typeof options === "string" ? { url: options } : Object(options);
  // A key that is left out means null. A key that is undefined is probably a mistake, so pass it on to the engine,
  // which warns.
  const key = "key" in given ? (given.key as string | null) : null;
  if ("fetchToken" in given) {
    requireFunction(given.fetchToken, "backendTokenSource");
    return {
      kind: "backend",
      key,
      getToken: ({ signal, forceRefresh }) => given.fetchToken({ signal, forceRefresh }),
    };
  }
  if (typeof given.url !== "string" || given.url === "") {
    throw new AssistantCloudAuthError(
      "configuration",
      forDeveloper("backendTokenSource() needs a URL or a fetchToken function."),
    );
  }
  return { kind: "backend", key, getToken: (request) => fetchFromRoute(given, request) };
}

async function fetchFromRoute({ url, init }: BackendRoute, { signal, fetch }: TokenRequest): Promise<string | null> {
  const headers = { accept: "application/json, text/plain;q=0.9", ...toHeaderRecord(init?.headers) };
  const what = forDeveloper("The token route");
  const response = await send(fetch, url, { cache: "no-store", ...init, method: "POST", headers, signal }, what);
  const type = response.headers.get("Content-Type") ?? "";
  const { ok, status } = response;
  const isMoved = isRedirected(response, url);
  // Only a redirect to a page is an error. A redirect of the route itself, such as to https, ends in a response without
  // HTML, or in a failure that says nothing about a sign-in. With `redirect: "manual"`, the response is the redirect
  // itself, or has status 0.
  if (!ok && (status < 400 || (isMoved && !isTransient(status)))) throw redirectedError();
  if (!ok) throw await errorFromResponse(response, what, "unauthenticated", "source_failed");
  if (status === 204) return null;
  const body = (await readBody(() => response.text(), signal, what)) ?? "";
  if (isMoved && /^\s*</.test(body)) throw redirectedError();
  if (!/json/i.test(type)) return body.trim();
  return readTokenJson(body);
}

/** Returns whether a response comes from another address than `url`. */
function isRedirected(response: Partial<Response>, url: string): boolean {
  // React Native's responses have only `url`. It is absolute, but the given URL may be relative.
  return response.redirected ?? !(response.url || url).endsWith(url);
}

/**
 * Returns the error for middleware that redirects signed-out users to a page. The error is not retryable, because the
 * middleware would redirect the retry too.
 */
function redirectedError(): AssistantCloudAuthError {
  return new AssistantCloudAuthError(
    "unauthenticated",
    forDeveloper("The token route redirected to a page, probably to sign in."),
    {
      remedy: forDeveloper(
        "Exclude the token route from the middleware that redirects, and respond with 401 when no user is signed in.",
      ),
    },
  );
}

const remedy = forDeveloper('Respond with the bare token as text/plain, or with { "token": "…" }.');

function readTokenJson(body: string): string | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    // The parser's error quotes the body, which may contain a token, so don't pass it as `cause`.
    throw new AssistantCloudAuthError("invalid_token", forDeveloper("The token route answered with broken JSON."), {
      remedy,
    });
  }
  // `res.json(token)` sends the bare token as a JSON string.
  if (typeof value === "string") return value;
  if (readMember(value, "token") === null) return null;
  const token = readTokenBody(value);
  if (token === null) {
    throw new AssistantCloudAuthError(
      "invalid_token",
      forDeveloper('The token route answered with JSON that has no "token".'),
      {
        remedy,
      },
    );
  }
  return token;
}
