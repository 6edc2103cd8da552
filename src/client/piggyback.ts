import { readBearer } from "../core/protocol.ts";
import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import type { SendWithIdToken } from "./exchange.ts";
import { rateLimitedError } from "./failure.ts";
import { type Cancellation, createCancellation } from "./platform/cancellation.ts";
import { discard, type SendWithToken } from "./platform/system-fetch.ts";
import { retryAfterOf } from "./request.ts";

/**
 * The result of `EngineCore.piggyback`:
 *
 * - a response: the request was sent with the auth provider's ID token, and the cloud did not refuse the ID token
 * - a string: the workspace token; the caller must send the request with this token
 * - null: no user is signed in
 */
export type PiggybackResult = Response | string | null;

/**
 * Sends the auth provider's ID token with one of the app's requests, so that the engine needs no separate exchange
 * request. The cloud returns the workspace token in the `Authorization` header of the response. The app's other
 * requests wait for the workspace token.
 */
export interface Piggyback {
  /**
   * Registers a request that may be sent with the next ID token, and resolves to the response to this request. In three
   * cases, `offer` resolves to the result of `token` instead:
   *
   * - Another request is already registered.
   * - `token` resolves before the engine sends the registered request.
   * - The cloud refuses the ID token (401 or 403).
   *
   * In these cases, the caller must send the request with the workspace token. `offer` rejects with the error of `send`
   * if the error is not a refusal, or with the error of `token`.
   *
   * @param token resolves to the workspace token, or to null when no user is signed in
   */
  offer(send: SendWithToken, token: Promise<string | null>): Promise<PiggybackResult>;
  /**
   * Sends the registered request with the ID token; see {@link SendWithIdToken} for the result. Resolves to undefined
   * if no request is registered. Rejects with the reason of a cancellation. Cancels the attempt if the cloud responds
   * with 429 and `Retry-After`, because an exchange must then wait, too.
   */
  sendOffered(idToken: string, cancellation: Cancellation): ReturnType<SendWithIdToken>;
}

/**
 * Creates a {@link Piggyback}. If the request takes longer than `timeoutMs` milliseconds, `sendOffered` resolves to
 * undefined, so that the engine sends a separate exchange request.
 */
export function createPiggyback(clock: Clock, timeoutMs: number): Piggyback {
  let offered: ((idToken: string, attempt: Cancellation) => ReturnType<SendWithIdToken>) | null = null;
  return {
    offer(send, token) {
      if (offered !== null) return token;
      return new Promise((resolve, reject) => {
        const mine: typeof offered = async (idToken, attempt) => {
          offered = null;
          try {
            const response = await send(idToken);
            const received = readBearer(response.headers.get("Authorization"));
            const isRefusal = received === null && isRefused(response);
            if (isRefusal) discard(response);
            resolve(isRefusal ? token : response);
            const retryAfterMs = received === null && response.status === 429 ? retryAfterOf(response) : null;
            if (retryAfterMs !== null) attempt.cancel(rateLimitedError(retryAfterMs));
            return received ?? (isRefusal ? null : undefined);
          } catch (error) {
            if (isRefused(error)) {
              resolve(token);
              return null;
            }
            reject(error);
            return undefined;
          }
        };
        const unlessSent =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            if (offered !== mine) return;
            offered = null;
            settle(value);
          };
        token.then(unlessSent(resolve), unlessSent(reject));
        offered = mine;
      });
    },
    async sendOffered(idToken, cancellation) {
      if (offered === null) return undefined;
      const deadline = createCancellation();
      cancellation.onCancel(deadline.cancel);
      const send = async () => offered?.(idToken, cancellation);
      const received = await withDeadline(clock, timeoutMs, deadline, send).catch(() => undefined);
      cancellation.throwIfCanceled();
      return received;
    },
  };
}

function isRefused(outcome: unknown): boolean {
  const status = (outcome as { status?: unknown } | null)?.status;
  return status === 401 || status === 403;
}
