import type { TokenRequest } from "assistant-cloud-auth";
import { createTestToken } from "assistant-cloud-auth/testing";

/** What a story's token source does at one call. */
export type Step = (request: TokenRequest, now: Date) => Promise<string | null>;

/** Returns Ada's workspace token with a lifetime in seconds. Default: 300. */
export function gives(lifetime = 300): Step {
  return (_request, now) => {
    const expiresAt = new Date(now.getTime() + lifetime * 1000);
    return createTestToken({ userId: "ada", workspaceId: "org_acme:ada", issuedAt: now, expiresAt });
  };
}

/** Returns a text that is not a token. */
export const givesNoToken: Step = () => Promise.resolve("not a token");

/** Never answers. */
export const hangs: Step = () => new Promise(() => {});

/** Throws as a provider's SDK does when something is wrong with it. */
export const throws: Step = () => Promise.reject(new TypeError("Cannot read properties of undefined"));
