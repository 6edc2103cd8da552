import { AssistantCloudAuthError, isAssistantCloudAuthError } from "../core/errors.ts";
import type { Exchange } from "./exchange.ts";

/**
 * If the cloud refuses the same ID token this many times, the refusal is final. With backoff, this number of exchanges
 * takes a few minutes.
 */
const MAX_TRIES = 8;

/**
 * Wraps an exchange so that the engine retries after a refusal, because the cloud may fetch a new signing key or auth
 * rule later. A refusal is final when the cloud has refused the same ID token 8 times.
 */
export function createRetryableExchange(exchange: Exchange): Exchange {
  let refused = "";
  let tries = 0;
  return async (idToken, signal, sendWithIdToken) => {
    try {
      return await exchange(idToken, signal, sendWithIdToken);
    } catch (error) {
      if (!isAssistantCloudAuthError(error) || error.code !== "rejected") throw error;
      tries = idToken === refused ? tries + 1 : 1;
      refused = idToken;
      throw new AssistantCloudAuthError("rejected", error.message, { retryable: tries < MAX_TRIES });
    }
  };
}
