import {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  isAssistantCloudAuthError,
} from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { isWireRefusal, readErrorReason, readRetryAfterMs, TOKEN_EXPIRED, TOKEN_REVOKED } from "../core/protocol.ts";
import { attempt } from "./platform/attempt.ts";
import { signalInit } from "./platform/cancellation.ts";
import { isOffline } from "./platform/environment.ts";
import { systemClock } from "./platform/system-clock.ts";

/**
 * Sends a request that returns a token. If the request fails, or its response contains no token, while the browser
 * reports that it is offline, throws `offline`. After any other failed request, throws `network`. If the signal has
 * aborted, rethrows the error of `fetch` instead. Throws `configuration` if `fetch` does not resolve to a response.
 */
export async function send(
  fetch: typeof globalThis.fetch,
  url: string,
  { signal, ...init }: RequestInit & { signal: AbortSignal },
  what: string | undefined,
): Promise<Response> {
  try {
    const response = await fetch(url, { ...init, ...signalInit(signal) });
    requireResponse(response);
    // While the browser is offline, a service worker may respond instead of the server. Only a token shows that the
    // server has responded, such as a server on the same machine.
    if (!isOffline() || HAS_JWT.test(response.headers.get("Authorization") + (await response.clone().text())))
      return response;
  } catch (thrown) {
    throw connectionError(thrown, signal, what);
  }
  throw connectionError(undefined, signal, what);
}

/** Matches a text that contains a JWT. The payload of a JWT is JSON in base64url, which begins with `eyJ`. */
const HAS_JWT = /\.eyJ/;

/** Returns whether an error status says nothing about the request, so that a retry can succeed. */
export function isTransient(status: number): boolean {
  return status >= 500 || [408, 425, 429].includes(status);
}

/** Returns whether a response is an HTML page. A server of the API sends none; a proxy or a login page in between may. */
export function isHtml(response: Response): boolean {
  return /html/i.test(response.headers.get("Content-Type") ?? "");
}

/**
 * Reads the body of a successful response. Resolves to undefined if the body is not JSON although `read` parses JSON.
 * If the connection is lost, throws the same errors as {@link send}.
 *
 * @param read calls `json()` or `text()` of the response
 */
export async function readBody<T>(
  read: () => Promise<T>,
  signal: AbortSignal,
  what: string | undefined,
): Promise<T | undefined> {
  try {
    return await read();
  } catch (thrown) {
    if ((thrown as Error | null)?.name === "SyntaxError") return undefined;
    throw connectionError(thrown, signal, what);
  }
}

function connectionError(cause: unknown, signal: AbortSignal, what: string | undefined): unknown {
  if (cause !== undefined && (signal.aborted || isAssistantCloudAuthError(cause))) return cause;
  const code = isOffline() ? "offline" : "network";
  const message = forDeveloper(
    () => `${what} could not be reached${code === "offline" ? ": the browser is offline" : ""}.`,
  );
  return new AssistantCloudAuthError(code, message, { cause });
}

/** Returns the delay that a response requests with `Retry-After`, in milliseconds; null if it requests none. */
export function retryAfterOf({ headers }: Response): number | null {
  // The local clock may be wrong, but browsers hide the `Date` of another origin.
  const serverNow = Date.parse(headers.get("Date") as string) || systemClock.wall();
  return readRetryAfterMs(headers.get("Retry-After"), serverNow);
}

/** Throws `configuration` unless `fetch` has resolved to a response. */
export function requireResponse(response: Response | undefined): void {
  // Without types, an app may pass a function of another HTTP client.
  if (typeof response?.text === "function" && typeof response.headers?.get === "function") return;
  throw new AssistantCloudAuthError("configuration", forDeveloper("`fetch` did not resolve to a Response."), {
    remedy: forDeveloper("Pass a `fetch` that resolves to a Response as the global one does, or leave it out."),
  });
}

/**
 * Parses an error response's body as JSON. Resolves to undefined if the body is not JSON. Never throws, because error
 * bodies may have any format.
 */
export async function readJson(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined;
  }
}

/**
 * Parses a copy of a response's body as JSON, so that the caller can still read the body. Resolves to undefined if the
 * body is not JSON, or if the platform cannot copy a response. Never throws.
 */
export async function readCopy(response: Response): Promise<unknown> {
  const copy = attempt(() => response.clone());
  return copy && readJson(copy);
}

/**
 * Returns whether a response is a 401 that reports a revoked token. The caller can still read the response's body.
 */
export async function isRevocation(response: Response): Promise<boolean> {
  return response.status === 401 && isWireRefusal(await readCopy(response), TOKEN_REVOKED);
}

/**
 * Converts a response with an error status to a typed error.
 *
 * @param what the subject of the message, such as "The exchange"; undefined in production
 * @param refused the code for 401 and 403, unless the body reports a revoked token or, if the request carried a token,
 *   an expired one
 * @param otherwise the code for every status that is not 401, 403 or 429; see {@link isTransient}
 */
export async function errorFromResponse(
  response: Response,
  what: string | undefined,
  refused: AssistantCloudAuthErrorCode,
  otherwise: AssistantCloudAuthErrorCode,
): Promise<AssistantCloudAuthError> {
  const { status } = response;
  const body = await readJson(response);
  const message = forDeveloper(() => {
    const reason = readErrorReason(body);
    return `${what} answered ${status}${reason === null ? "" : `: ${reason}`}.`;
  });
  if (status === 401 || status === 403) {
    // A retry with a newer token can succeed only if the server refused the token as expired. The app's own backend
    // receives no token: it may report its session as expired.
    if (refused === "rejected" && isWireRefusal(body, TOKEN_EXPIRED))
      return new AssistantCloudAuthError("expired_token", message);
    return new AssistantCloudAuthError(isWireRefusal(body, TOKEN_REVOKED) ? "token_revoked" : refused, message);
  }
  return new AssistantCloudAuthError(status === 429 ? "rate_limited" : otherwise, message, {
    retryable: isTransient(status),
    retryAfterMs: retryAfterOf(response),
  });
}
