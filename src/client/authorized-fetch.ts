import { AssistantCloudAuthError } from "../core/errors.ts";
import { forDeveloper } from "../core/for-developer.ts";
import { readBearer } from "../core/protocol.ts";
import { unlessAborted } from "../core/unless-aborted.ts";
import { withDeadline } from "./deadline.ts";
import type { PiggybackResult } from "./piggyback.ts";
import { createCancellation } from "./platform/cancellation.ts";
import { systemClock } from "./platform/system-clock.ts";
import { discard, prepareRequest, type SendWithToken } from "./platform/system-fetch.ts";
import { isRevocation, requireResponse } from "./request.ts";

/** Resolves to a usable workspace token, or to null when no user is signed in. */
export type GetToken = (options?: { forceRefresh?: boolean }) => Promise<string | null>;

/** The functions that {@link createAuthorizedFetch} calls on an engine. */
export interface FetchAuth {
  getToken: GetToken;
  /** Called with every workspace token in the `Authorization` header of a response. */
  adopt(token: string): void;
  /**
   * Called when the server reports that the sent `token` is revoked. Returns true if the revocation signs the user out.
   * Default: none, so a revocation does not sign the user out.
   */
  revoke?(token: string): boolean;
  /**
   * Sends a user's first request with the auth provider's ID token, or resolves to the workspace token. See
   * `EngineCore.piggyback`. Default: none, so every request waits for a workspace token.
   */
  piggyback?(url: string, send: SendWithToken): Promise<PiggybackResult>;
}

/**
 * Creates a `fetch` that sends the workspace token as a bearer token (RFC 6750). Use the returned `fetch` only for the
 * assistant-ui API, because it sends the token to any host.
 *
 * After a 401, the returned `fetch` sends the request once more, with another token. If the engine still holds the
 * refused token, the engine first refreshes it. All requests share this refresh (single flight). The returned `fetch`
 * resolves to the 401 response in three cases:
 *
 * - The request has a body that cannot be sent again, such as a stream.
 * - The engine has no other token, even after the refresh.
 * - The 401 has the code `token_revoked`, and the engine still holds the refused token. The engine then signs the user
 *   out in all tabs.
 *
 * If the request's `signal` aborts, the returned `fetch` rejects at once, even while it waits for a token.
 *
 * The returned `fetch` may send the first request of a user with the provider's ID token; see `EngineCore.piggyback`.
 * If a response's `Authorization` header contains a workspace token, the engine that authorized the request adopts that
 * token. The returned `fetch` overwrites the caller's `Authorization` header.
 *
 * @param currentEngine returns the current user's engine; called once per request
 * @param fetch sends the requests
 * @throws the returned `fetch` rejects with `signed_out` when no user is signed in, and with the errors of `getToken`
 *   and `fetch`
 */
export function createAuthorizedFetch(
  currentEngine: () => FetchAuth,
  fetch: typeof globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const { getToken, adopt, piggyback, revoke } = currentEngine();
    const { url, signal, sends } = prepareRequest(fetch, input, init);
    return unlessAborted(signal, async () => {
      const send = async (token: string) => {
        // The caller has already received the reason, so any error will do.
        if (signal?.aborted) throw signal.reason;
        const response = await (sends.shift() as SendWithToken)(token);
        requireResponse(response);
        const rotated = readBearer(response.headers.get("Authorization"));
        if (rotated !== null) adopt(rotated);
        return response;
      };
      const result = await (sends.length > 1 && piggyback ? piggyback(url, send) : getToken());
      if (isResponse(result)) return result;
      const token = requireToken(result);
      const endsSession = async (response: Response, sent: string) =>
        revoke !== undefined && (await isRevocationInTime(response)) && revoke(sent);
      const response = await send(token);
      if (response.status !== 401 || (await endsSession(response, token)) || sends.length === 0) return response;
      const next = await replaceToken(getToken, token);
      if (next === null) return response;
      discard(response);
      const last = await send(next);
      await endsSession(last, next);
      return last;
    });
  };
}

/** The longest wait for the body of a 401, in milliseconds. A proxy may send the status, but never the whole body. */
const BODY_WAIT_MS = 2_000;

function isRevocationInTime(response: Response): Promise<boolean> {
  const read = () => isRevocation(response);
  return withDeadline(systemClock, BODY_WAIT_MS, createCancellation(), read).catch(() => false);
}

/** Returns whether the result of `piggyback` is a response. In that case, the request was sent with the ID token. */
export function isResponse(result: PiggybackResult): result is Response {
  return typeof result === "object" && result !== null;
}

/** Returns the token; throws `signed_out` for null. */
export function requireToken(token: string | null): string {
  if (token !== null) return token;
  throw new AssistantCloudAuthError("signed_out", forDeveloper("No user is signed in; the request was not sent."));
}

/**
 * Resolves to a token other than the refused token. If `getToken` still resolves to the refused token, this function
 * forces a refresh. Resolves to null if `getToken` rejects or has no other token.
 */
export async function replaceToken(getToken: GetToken, refused: string): Promise<string | null> {
  try {
    const current = await getToken();
    const next = current === refused ? await getToken({ forceRefresh: true }) : current;
    return next === refused ? null : next;
  } catch {
    return null;
  }
}
