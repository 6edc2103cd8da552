import { AssistantCloudAuthError } from "../../../src/core/errors.ts";
import type { TokenRequest } from "../../../src/core/token-source.ts";
import { signToken } from "../sign-token.ts";
import type { FastClock } from "./fast-clock.ts";
import type { Answer } from "./steps.ts";

/** A call of the source that nobody has answered yet. */
export interface Call {
  user: string;
  request: TokenRequest;
  give(token: string | null): void;
  fail(reason: unknown): void;
}

/** Who a token is for. */
export function subjectOf(token: string): string {
  return claimsOf(token).sub;
}

/** What is behind the source: a clock that is always right, and every answer that a source can give. */
export function createServer(clock: FastClock, start: number) {
  let slept = 0;
  let lastToken: string | null = null;
  let deadToken: string | null = null;
  const now = () => start + clock.monotonic() + slept;

  function mint(sub: string, age = 0): string {
    const iat = Math.floor((now() - age) / 1000);
    return signToken({ sub, workspace_id: `w:${sub}`, iat, exp: iat + 300 });
  }

  /** Tells whether the call was given a token. */
  function answer(call: Call, kind: Answer): boolean {
    const fail = (code: "unauthenticated" | "rate_limited" | "network", retryAfterMs: number | null = null) => {
      call.fail(new AssistantCloudAuthError(code, code, { retryAfterMs }));
      return false;
    };
    const give = (token: string) => {
      call.give(token);
      return true;
    };
    const break_ = () => {
      call.fail(new Error("eyJ of the source's own"));
      return false;
    };
    // With a slow clock and nothing to compare with, an old token cannot be told from a new one; a 401 tells.
    const giveOld = (token: string) => (clock.wall() < now() ? break_() : give(token));
    switch (kind) {
      case "fresh":
        lastToken = mint(call.user);
        return give(lastToken);
      case "same":
        return giveOld(lastToken ?? mint(call.user));
      case "dead":
        // Always issued at the same time: a source that keeps issuing is a sign that the clock here is wrong.
        deadToken ??= mint(call.user, now() - start + 400_000);
        return giveOld(deadToken);
      case "garbage":
        call.give("<html>eyJ");
        return false;
      case "throws":
        return break_();
      case "network":
        return fail("network");
      case "refused":
        return fail("unauthenticated");
      case "limited":
        return fail("rate_limited", 30_000);
      case "signed_out":
        call.give(null);
        return false;
    }
  }

  return {
    mint,
    answer,
    /** How long a token has to live, in milliseconds. */
    lifeOf: (token: string) => claimsOf(token).exp * 1000 - now(),
    /** Time that the machine's monotonic clock did not see. */
    runOn(ms: number): void {
      slept += ms;
    },
    /** Another person signs in. */
    forget(): void {
      lastToken = null;
      deadToken = null;
    },
  };
}

function claimsOf(token: string): { sub: string; exp: number } {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}
