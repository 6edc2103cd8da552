import { describe, expect, it } from "vitest";
import { createEngineHarness, SECOND } from "./engine-harness.ts";

describe("tokens with a lifetime of seconds", () => {
  it.each([5, 10, 20, 30, 45])(
    "F14 no read returns an expired token with a lifetime of %s s if the server issues its tokens late within a second",
    async (seconds) => {
      const harness = createEngineHarness();
      const { clock, source, mint, remainingLifetime } = harness;
      // The `iat` of both tokens is 900 ms too early, so the engine cannot learn that its estimate is too low.
      await clock.advance(900);
      source.handle(() => mint({ lifetime: seconds * SECOND }));
      const engine = harness.start();
      await clock.advance(SECOND);
      await engine.refresh();
      source.handle(() => Promise.reject(new TypeError("down")));
      let reads = 0;
      for (let passed = 0; passed < seconds * SECOND; passed += 100) {
        const token = await engine.getToken().catch(() => null);
        if (token !== null) expect(remainingLifetime(token)).toBeGreaterThan(0);
        if (token !== null) reads += 1;
        await clock.advance(100);
      }
      expect(reads).toBeGreaterThan(seconds * 5);
    },
  );

  it("F14 all reads of a token with a lifetime of 10 s succeed", async () => {
    const { clock, source, mint, started } = createEngineHarness();
    source.handle(() => mint({ lifetime: 10 * SECOND }));
    const engine = await started();
    for (let passed = 0; passed < 600; passed += 1) {
      expect(await engine.getToken()).toBeTypeOf("string");
      await clock.advance(SECOND);
    }
    expect(source.calls.length).toBeLessThan(100);
  });
});
