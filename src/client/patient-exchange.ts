import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import type { Exchange } from "./exchange.ts";

/** How often the same ID token is exchanged before its refusal is final: a few minutes, by the waits between. */
const MAX_TRIES = 8;

/**
 * Makes a refused exchange retryable, because the cloud may fetch a new signing key or rule later. It is final
 * when the provider keeps returning the same ID token.
 */
export function createPatientExchange(exchange: Exchange): Exchange {
  let refused = "";
  let tries = 0;
  return async (idToken, signal, carry) => {
    try {
      return await exchange(idToken, signal, carry);
    } catch (error) {
      if (!isAssistantCloudAuthError(error) || error.code !== "rejected") throw error;
      tries = idToken === refused ? tries + 1 : 1;
      refused = idToken;
      throw new AssistantCloudAuthError("rejected", error.message, { retryable: tries < MAX_TRIES });
    }
  };
}
