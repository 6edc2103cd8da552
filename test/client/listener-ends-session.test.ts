import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TokenEvent } from "../../src/client/events.ts";
import type { TokenEngine } from "../../src/client/token-engine.ts";
import { rejectionOf, SECOND } from "./engine-harness.ts";
import { createTabs, post, stubTabGlobals } from "./simulated-tabs.ts";

beforeEach(() => void stubTabGlobals());
afterEach(() => vi.unstubAllGlobals());

const endings: Record<string, (engine: TokenEngine) => void> = {
  superseded: (engine) =>
    engine.setTokenSource({ kind: "backend", key: "grace", getToken: () => new Promise(() => {}) }),
  disposed: (engine) => engine.dispose(),
};

/** Creates an engine whose first event of the given type makes a listener call `end`. */
function startEnding(type: TokenEvent["type"], end: (engine: TokenEngine) => void) {
  const harness = createTabs();
  let isOver = false;
  const engine: TokenEngine = harness.start({
    onEvent(event) {
      if (event.type !== type || isOver) return;
      isOver = true;
      end(engine);
    },
  });
  return { ...harness, engine };
}

describe("an event listener that ends the user's session", () => {
  it.each(Object.entries(endings))(
    "F27 reads that wait for the new token reject with `%s`, although the call succeeded",
    async (code, end) => {
      const { clock, engine } = startEnding("refresh_succeeded", end);
      const read = rejectionOf(engine.getToken());
      await clock.advance(SECOND);
      expect(await read).toMatchObject({ code });
    },
  );

  it("F27 reads that wait for the new token reject if a listener of the snapshot invalidates the token", async () => {
    const { clock, start } = createTabs();
    const engine = start();
    const stop = engine.subscribe(() => {
      if (engine.getSnapshot().status !== "authenticated") return;
      stop();
      engine.invalidate();
    });
    const read = rejectionOf(engine.getToken());
    await clock.advance(SECOND);
    expect(await read).toMatchObject({ code: "superseded" });
  });

  it.each(Object.entries(endings))(
    "F27 F34 reads that wait for another tab's token reject with `%s`, and never get the previous user's token",
    async (code, end) => {
      const scope = JSON.stringify(["https://cloud.example", "backend", "ada"]);
      await navigator.locks.request(`assistant-cloud-auth:${scope}`, {}, async () => {
        const { clock, mint, engine } = startEnding("adopted", end);
        await clock.advance(0);
        const read = rejectionOf(engine.getToken());
        post("ada", { type: "token", token: mint(), age: 0, sentAt: clock.wall(), afterSignOut: null });
        await clock.advance(0);
        expect(await read).toMatchObject({ code });
      });
    },
  );
});
