import { describe, expect, it } from "vitest";
import { createAuthorizedFetch } from "../../src/client/authorized-fetch.ts";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";
import { hold } from "./first-load.ts";

describe("a sleep while a token is on its way", () => {
  it.each([10, 60])(
    "F30 returns no token that a call requested before a sleep of %s minutes and that expired during the sleep",
    async (minutes) => {
      const harness = createEngineHarness();
      const engine = await harness.started();
      harness.source.handle(null);
      await harness.clock.advance(241 * SECOND);
      const minted = harness.mint();
      await harness.sleep(minutes * MINUTE);
      harness.source.handle(() => harness.mint());
      harness.source.calls.at(-1)?.resolve(minted);
      await harness.clock.advance(2 * SECOND);
      expect(harness.remainingLifetime((await engine.getToken()) ?? "")).toBeGreaterThan(290 * SECOND);
      expect(harness.source.calls).toHaveLength(3);
    },
  );

  it("F26 F30 adopts no token from a response that arrives after a sleep, if the token expired meanwhile", async () => {
    const { clock, source, mint, sleep, remainingLifetime } = createEngineHarness();
    const baseUrl = "https://cloud.example";
    const engine = createEngineCore(engineDependencies({ baseUrl, tokenSource: source, clock, random: () => 0.5 }));
    await engine.getToken();
    const response = hold();
    const send = createAuthorizedFetch(() => engine, response.held);
    const request = send(`${baseUrl}/v1/threads`);
    await clock.advance(30 * SECOND);
    const rotated = mint();
    await sleep(10 * MINUTE);
    response.answer(new Response("{}", { headers: { Authorization: `Bearer ${rotated}` } }));
    await request;
    expect(remainingLifetime((await engine.getToken()) ?? "")).toBeGreaterThan(290 * SECOND);
    engine.dispose();
  });

  it("F7 makes one extra call if the clock is set forward during a call", async () => {
    const harness = createEngineHarness();
    const engine = await harness.started();
    harness.source.handle(null);
    await harness.clock.advance(241 * SECOND);
    harness.clock.jumpWall(60 * MINUTE);
    harness.source.handle(() => harness.mint());
    harness.source.calls.at(-1)?.resolve(harness.mint());
    await harness.clock.advance(2 * SECOND);
    expect(harness.remainingLifetime((await engine.getToken()) ?? "")).toBeGreaterThan(290 * SECOND);
    await harness.clock.advance(200 * SECOND);
    expect(harness.source.calls).toHaveLength(3);
  });
});
