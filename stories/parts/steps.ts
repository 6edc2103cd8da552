import type { TokenRequest } from "assistant-cloud-auth";
import { createTestToken } from "assistant-cloud-auth/testing";

/** Answers one call of a story's token source. `now` is the time on the story's clock. */
export type Step = (request: TokenRequest, now: Date) => Promise<string | null>;

/**
 * Creates an answer with Ada's workspace token.
 *
 * @param lifetime the lifetime of the token in seconds. Default: 300
 */
export function returnsToken(lifetime = 300): Step {
  return (_request, now) => {
    const expiresAt = new Date(now.getTime() + lifetime * 1000);
    return createTestToken({ userId: "ada", workspaceId: "org_acme:ada", issuedAt: now, expiresAt });
  };
}

/** Answers a token source's call with text that is not a token. */
export const returnsNoToken: Step = () => Promise.resolve("not a token");

export const hangs: Step = () => new Promise(() => {});

/** Rejects the token source's call, as a provider's SDK with a bug does. */
export const throws: Step = () => Promise.reject(new TypeError("Cannot read properties of undefined"));
