import { onTestFinished } from "vitest";
import { createTokenEngine, type TokenEngineOptions } from "../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../src/client/events.ts";
import { type ControlledSourceOptions, createControlledSource } from "../../src/testing/create-controlled-source.ts";
import { createTestClock } from "../../src/testing/create-test-clock.ts";
import { signToken } from "../support/sign-token.ts";

const START = Date.parse("2026-01-01T00:00:00Z");
export const SECOND = 1_000;
export const MINUTE = 60_000;

interface MintOptions {
  /** Time since the token's issue time (`iat`), in milliseconds. Default: 0. */
  age?: number;
  /** The lifetime of a token, in milliseconds. Default: 300,000. */
  lifetime?: number;
  claims?: Record<string, unknown>;
  /** The token header's `typ`. Default: the `typ` that assistant-cloud-server sets. */
  typ?: string;
}

/**
 * Creates a harness for a token engine. The engine has a controlled token source and a simulated clock, which may be
 * wrong. The server that issues the tokens has a correct clock.
 */
export function createEngineHarness(
  options: Partial<TokenEngineOptions> & { source?: ControlledSourceOptions; clockError?: number } = {},
) {
  const { source: sourceOptions, clockError = 0, ...engineOptions } = options;
  const clock = createTestClock({ start: new Date(START + clockError) });
  let sleptMs = 0;
  const serverNow = () => START + clock.monotonic() + sleptMs;
  const mint = ({ age = 0, lifetime = 300 * SECOND, claims = {}, typ }: MintOptions = {}) => {
    const iat = Math.floor((serverNow() - age) / 1000);
    return signToken(
      { sub: "ada", workspace_id: "org:ada", iat, nbf: iat - 10, exp: iat + lifetime / 1000, ...claims },
      typ,
    );
  };
  const source = createControlledSource({ handler: () => mint(), ...sourceOptions });
  const callTimes: number[] = [];
  const events: TokenEvent[] = [];
  const start = (more: Partial<TokenEngineOptions> = {}) => {
    const engine = createTokenEngine({
      baseUrl: "https://cloud.example",
      clock,
      random: () => 0.5,
      onEvent: (event) => events.push(event),
      fetch: () => Promise.reject(new TypeError("no network in this test")),
      tokenSource: {
        kind: source.kind,
        key: source.key,
        getToken(request) {
          callTimes.push(clock.monotonic());
          return source.getToken(request);
        },
      },
      ...engineOptions,
      ...more,
    });
    onTestFinished(() => engine.dispose());
    return engine;
  };
  return {
    clock,
    source,
    events,
    callTimes,
    serverNow,
    mint,
    start,
    /** Starts the engine and completes its first source call. */
    async started() {
      const engine = start();
      await clock.advance(0);
      return engine;
    },
    async sleep(ms: number, monotonicStops = true) {
      if (monotonicStops) sleptMs += ms;
      await clock.sleep(ms, { monotonicStops });
    },
    /** Returns the milliseconds until a token expires on the server's clock. */
    remainingLifetime(token: string) {
      const payload = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
      return payload.exp * 1000 - serverNow();
    },
  };
}

/**
 * Returns the rejection reason of a promise.
 * @throws when the promise resolves
 */
export async function rejectionOf(promise: Promise<unknown>) {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) throw new Error("expected a rejection");
  return error as {
    code: string;
    cause: unknown;
    retryable: boolean;
    remedy: string;
    message: string;
    retryAt: Date | null;
  };
}
