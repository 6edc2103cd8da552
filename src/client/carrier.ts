import { readBearer } from "../core/protocol.ts";
import type { Clock } from "./clock.ts";
import { withDeadline } from "./deadline.ts";
import type { Carry } from "./exchange.ts";
import { type Cancellation, createCancellation } from "./platform/cancellation.ts";
import { discard, type SendWithToken } from "./platform/system-fetch.ts";

/** The answer to a request that carried the ID token, or the workspace token to send it with; null when signed out. */
export type Carried = Response | string | null;

/**
 * Lets one request carry the ID token in place of an exchange: the cloud answers it with the workspace token in the
 * `Authorization` header. All other requests wait for that token.
 */
export interface Carrier {
  /**
   * Offers a request for the next ID token. It is sent in the turn in which its user is still the present one; when the
   * cloud refuses the ID token, it is to be sent again. A rejected `send` rejects, unless its error has status 401 or 403.
   *
   * @param token the workspace token that the request waits for when another one carries the ID token
   */
  carry(send: SendWithToken, token: Promise<string | null>): Promise<Carried>;
  /** Sends the waiting request, if there is one; see {@link Carry}. */
  take(idToken: string, cancellation: Cancellation): ReturnType<Carry>;
}

/** Creates a carrier; an answer that takes longer than `patienceMs` holds no other request up. */
export function createCarrier(clock: Clock, patienceMs: number): Carrier {
  let waiting: Carry | null = null;
  return {
    carry(send, token) {
      if (waiting !== null) return token;
      return new Promise((resolve, reject) => {
        const mine: Carry = async (idToken) => {
          waiting = null;
          try {
            const response = await send(idToken);
            const given = readBearer(response.headers.get("Authorization"));
            const isRefusal = given === null && isRefused(response);
            if (isRefusal) discard(response);
            resolve(isRefusal ? token : response);
            return given ?? (isRefusal || response.ok ? null : undefined);
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
      const patience = createCancellation();
      cancellation.onCancel(patience.cancel);
      const send = async () => waiting?.(idToken);
      const given = await withDeadline(clock, patienceMs, patience, send).catch(() => undefined);
      cancellation.throwIfCanceled();
      return given;
    },
  };
}

function isRefused(answer: unknown): boolean {
  const status = (answer as { status?: unknown } | null)?.status;
  return status === 401 || status === 403;
}
