import { readBearer } from "../core/protocol.ts";
import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import type { Carry } from "./exchange.ts";
import { type Cancellation, createCancellation } from "./platform/cancellation.ts";
import { discard, type SendWithToken } from "./platform/system-fetch.ts";

/**
 * The response to a request that carried the ID token. Otherwise the workspace token with which to send the request, or
 * null when no user is signed in.
 */
export type Carried = Response | string | null;

/**
 * Sends the ID token with one of the app's requests instead of an exchange. The cloud returns the workspace token in
 * the `Authorization` header of the response. All other requests wait for that token.
 */
export interface Carrier {
  /**
   * Offers a request that may carry the next ID token. If the cloud refuses the ID token, the promise resolves to the
   * workspace token, with which the caller must send the request again. It rejects with an error of `send`, unless the
   * error's status is 401 or 403.
   *
   * @param token resolves to the workspace token, for which the request waits if it does not carry the ID token
   */
  carry(send: SendWithToken, token: Promise<string | null>): Promise<Carried>;
  /** Sends the offered request, if any; see {@link Carry}. */
  take(idToken: string, cancellation: Cancellation): ReturnType<Carry>;
}

/**
 * Creates a {@link Carrier}. Requests that wait for the response of a request with the ID token stop waiting after
 * `timeoutMs`.
 */
export function createCarrier(clock: Clock, timeoutMs: number): Carrier {
  let waiting: Carry | null = null;
  return {
    carry(send, token) {
      if (waiting !== null) return token;
      return new Promise((resolve, reject) => {
        const mine: Carry = async (idToken) => {
          waiting = null;
          try {
            const response = await send(idToken);
            const received = readBearer(response.headers.get("Authorization"));
            const isRefusal = received === null && isRefused(response);
            if (isRefusal) discard(response);
            resolve(isRefusal ? token : response);
            return received ?? (isRefusal || response.ok ? null : undefined);
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
            if (waiting !== mine) return;
            waiting = null;
            settle(value);
          };
        token.then(unlessSent(resolve), unlessSent(reject));
        waiting = mine;
      });
    },
    async take(idToken, cancellation) {
      if (waiting === null) return undefined;
      const deadline = createCancellation();
      cancellation.onCancel(deadline.cancel);
      const send = async () => waiting?.(idToken);
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
