import { AssistantCloudAuthError, type AssistantCloudAuthErrorCode } from "../../../src/core/errors.ts";
import type { TokenRequest } from "../../../src/core/token-source.ts";
import { signToken } from "../../support/sign-token.ts";
import type { FastClock } from "./fast-clock.ts";
import type { Answer } from "./steps.ts";

/** A pending call of a token source. */
export interface Call {
  user: string;
  request: TokenRequest;
  resolve(token: string | null): void;
  reject(reason: unknown): void;
}

export function subjectOf(token: string): string {
  return claimsOf(token).sub;
}

/**
 * Creates the server behind the token sources. The server's clock is always right. The server can send every
 * {@link Answer}.
 */
export function createServer(clock: FastClock, start: number) {
  let sleptMs = 0;
  const lastTokens = new Map<string, string>();
  const expiredTokens = new Map<string, string>();
  const now = () => start + clock.monotonic() + sleptMs;

  function mint(sub: string, age = 0): string {
    const iat = Math.floor((now() - age) / 1000);
    return signToken({ sub, workspace_id: `w:${sub}`, iat, exp: iat + 300 });
  }

  /** Resolves a call with a token. Returns true, which means that the call got a token. */
  function resolveCall(call: Call, token: string): boolean {
    call.resolve(token);
    return true;
  }

  function rejectCall(
    call: Call,
    code: AssistantCloudAuthErrorCode | null,
    retryAfterMs: number | null = null,
  ): boolean {
    const own = new Error("eyJ of the source's own");
    call.reject(code === null ? own : new AssistantCloudAuthError(code, code, { retryAfterMs }));
    return false;
  }

  /**
   * Rejects a call if this machine's clock is slow, because the engine would then accept an old token as a new one.
   * Otherwise, resolves the call with the user's token in `tokens`. If the user has no token there, first mints a token
   * that is `age` milliseconds old. Returns whether the call got a token.
   */
  function resolveWithOldToken(call: Call, tokens: Map<string, string>, age: number): boolean {
    if (clock.wall() < now()) return rejectCall(call, null);
    const token = tokens.get(call.user) ?? mint(call.user, age);
    tokens.set(call.user, token);
    return resolveCall(call, token);
  }

  const answers: Record<Answer, (call: Call) => boolean> = {
    fresh: (call) => {
      const token = mint(call.user);
      lastTokens.set(call.user, token);
      return resolveCall(call, token);
    },
    same: (call) => resolveWithOldToken(call, lastTokens, 0),
    // Always use the same issue time. A series of new tokens would prove to the engine that this machine's clock is
    // wrong.
    dead: (call) => resolveWithOldToken(call, expiredTokens, now() - start + 400_000),
    garbage: (call) => {
      call.resolve("<html>eyJ");
      return false;
    },
    throws: (call) => rejectCall(call, null),
    network: (call) => rejectCall(call, "network"),
    refused: (call) => rejectCall(call, "unauthenticated"),
    limited: (call) => rejectCall(call, "rate_limited", 30_000),
    signed_out: (call) => {
      call.resolve(null);
      return false;
    },
  };

  return {
    mint,
    /** Answers a call. Returns whether the call got a token. */
    answer: (call: Call, kind: Answer) => answers[kind](call),
    /** Returns the remaining life of a token on the server's clock, in milliseconds. */
    lifeOf: (token: string) => claimsOf(token).exp * 1000 - now(),
    /**
     * Advances only the server's clock. This simulates a sleep during which the monotonic clock of this machine stops.
     */
    advanceServerClock(ms: number): void {
      sleptMs += ms;
    },
  };
}

export type Server = ReturnType<typeof createServer>;

function claimsOf(token: string): { sub: string; exp: number } {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
