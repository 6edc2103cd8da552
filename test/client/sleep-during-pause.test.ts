import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";

const page = new EventTarget();
beforeEach(() => {
  vi.stubGlobal("navigator", { onLine: true });
  vi.stubGlobal("window", page);
});
afterEach(() => vi.unstubAllGlobals());

const limited = () => new AssistantCloudAuthError("rate_limited", "busy", { retryAfterMs: 600 * SECOND });
const failures: [string, number, () => Error][] = [
  ["the circuit breaker", 40, () => new TypeError("down")],
  ["`Retry-After`", 5, limited],
];

describe("a sleep during a pause", () => {
  it.each(failures)("F19 F30 the pause of %s includes the time that the machine slept", async (_, seconds, error) => {
    const harness = createEngineHarness({ source: { handler: () => Promise.reject(error()) } });
    const engine = harness.start();
    await harness.clock.advance(seconds * SECOND);
    expect(engine.getSnapshot().status).toBe("error");
    await harness.sleep(60 * MINUTE);
    harness.source.handle(() => harness.mint());
    page.dispatchEvent(new Event("focus"));
    expect(await engine.getToken()).toBeTypeOf("string");
  });

  it("F19 F30 the rest of `Retry-After` applies after a shorter sleep", async () => {
    const harness = createEngineHarness({ source: { handler: () => Promise.reject(limited()) } });
    const engine = harness.start();
    await harness.clock.advance(SECOND);
    await harness.sleep(5 * MINUTE);
    harness.source.handle(() => harness.mint());
    page.dispatchEvent(new Event("focus"));
    await harness.clock.advance(4 * MINUTE);
    expect(engine.getSnapshot()).toMatchObject({ status: "error", error: { code: "rate_limited" } });
    await harness.clock.advance(3 * MINUTE);
    expect(engine.getSnapshot().status).toBe("authenticated");
  });

  it("F22 F30 the limit of ten calls a minute applies although the wall clock is set forward", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    for (let call = 0; call < 30; call += 1) {
      await harness.clock.advance(SECOND);
      harness.clock.jumpWall(2 * MINUTE);
      await engine.refresh().catch(() => {});
    }
    expect(harness.callTimes.filter((time) => time < MINUTE)).toHaveLength(10);
  });
});
