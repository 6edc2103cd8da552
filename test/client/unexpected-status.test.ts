import { describe, expect, it } from "vitest";
import { backendTokenSource } from "../../src/client/sources/backend.ts";
import { providerTokenSource } from "../../src/client/sources/provider.ts";
import { signToken } from "../support/sign-token.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";

const sources = {
  "the token route": backendTokenSource("https://app.example/token"),
  "the exchange": providerTokenSource({ key: "ada", getToken: async () => signToken({ sub: "ada" }) }),
};

/** Starts an engine that holds a token. The server responds to the next `times` requests with `status`. */
async function startThenFail(tokenSource: (typeof sources)[keyof typeof sources], status: number, times: number) {
  const harness = createEngineHarness();
  let left = 0;
  const requestTimes: number[] = [];
  const fetch = async () => {
    requestTimes.push(harness.clock.monotonic());
    left -= 1;
    return left >= 0 ? new Response("", { status }) : Response.json({ token: harness.mint() });
  };
  const engine = harness.start({ tokenSource, fetch });
  await harness.clock.advance(SECOND);
  left = times;
  return { ...harness, engine, requestTimes };
}

describe("an unexpected status during a session", () => {
  it.each(Object.entries(sources))(
    "F16 the engine retries while its token is usable if %s fails once",
    async (_, source) => {
      for (const status of [400, 405, 409, 423, 451]) {
        const { clock, engine } = await startThenFail(source, status, 1);
        for (let second = 0; second < 600; second += 1) {
          expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", breaker: null });
          await clock.advance(SECOND);
        }
      }
    },
  );

  it("F16 the engine stops at the first such response after its token has expired", async () => {
    const { clock, engine, requestTimes } = await startThenFail(sources["the token route"], 404, 1_000);
    await clock.advance(250 * SECOND);
    const failure = { code: "source_failed", retryable: true };
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", refreshError: failure });
    await clock.advance(10 * MINUTE);
    expect(engine.getSnapshot().error).toMatchObject({ code: "source_failed", retryable: false, retryAt: null });
    expect(requestTimes.length).toBeLessThan(12);
    expect(requestTimes.at(-1)).toBeLessThan(10 * MINUTE);
  });
});
