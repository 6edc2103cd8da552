import type { TokenRequest } from "assistant-cloud-auth";
import { createTestToken, type TestTokenOptions } from "../../src/testing/create-test-token.ts";

/** What a story's token source does at one call; the last step of a script is repeated. */
export type Step = (request: TokenRequest, now: Date) => Promise<string | null>;

interface GivenToken extends TestTokenOptions {
  /** How long ago it was issued, in seconds. Default: 0. */
  age?: number;
  /** Its lifetime in seconds. Default: 300. */
  life?: number;
}

/** Gives a real signed workspace token, by default Ada's. */
export function gives({ age = 0, life = 300, ...options }: GivenToken = {}): Step {
  return (_request, now) => {
    const issuedAt = new Date(now.getTime() - age * 1000);
    const expiresAt = new Date(issuedAt.getTime() + life * 1000);
    return createTestToken({ userId: "ada", workspaceId: "org_acme:ada", issuedAt, expiresAt, ...options });
  };
}

/** Gives any text in place of a token. */
export const givesText =
  (text: string): Step =>
  () =>
    Promise.resolve(text);

/** Says that nobody is signed in. */
export const saysSignedOut: Step = () => Promise.resolve(null);

/** Never answers. */
export const hangs: Step = () => new Promise(() => {});

/** Throws as a provider's SDK does when something is wrong with it. */
export const throws: Step = () => Promise.reject(new TypeError("Cannot read properties of undefined"));

/** Gives at every call what the step gave at the first, as a cache does. */
export function always(step: Step): Step {
  let first: Promise<string | null> | undefined;
  return (request, now) => {
    first ??= step(request, now);
    return first;
  };
}
