import { describe, expect, it } from "vitest";
import { createEngineCore } from "../../src/client/create-engine-core.ts";
import { engineDependencies } from "../../src/client/create-token-engine.ts";
import type { TokenEvent } from "../../src/client/events.ts";
import type { EngineCore } from "../../src/client/token-engine.ts";
import { AssistantCloudAuthError } from "../../src/core/errors.ts";
import { createEngineHarness, MINUTE, SECOND } from "./engine-harness.ts";

type Harness = ReturnType<typeof createEngineHarness>;
type Trigger = [(harness: Harness, engine: EngineCore) => unknown, Record<string, unknown>];

const KEY = "ada@example.com";
const ofAda = { sub: KEY, workspace_id: `org:${KEY}` };
const rejectCall = () => Promise.reject(new Error(`eyJ of ${KEY}`));
const time = expect.any(Number);
const at = (ms: number) => Date.parse("2026-01-01T00:00:00Z") + ms;

/**
 * An action and the expected fields for each event type. The action makes the engine emit the event. Before the action,
 * the engine holds a token that was issued two seconds ago.
 */
const triggers: Record<TokenEvent["type"], Trigger> = {
  refresh_started: [({ source }, { refresh }) => source.handle(null) ?? void refresh(), { forced: true }],
  refresh_succeeded: [
    (_, { refresh }) => refresh(),
    { expiresAt: at(2 * SECOND + 5 * MINUTE), refreshAt: at(2 * SECOND + 4 * MINUTE) },
  ],
  adopted: [
    (harness, { adopt }) => adopt(harness.mint({ claims: ofAda })),
    { via: "response", expiresAt: at(2 * SECOND + 5 * MINUTE), refreshAt: at(2 * SECOND + 4 * MINUTE) },
  ],
  refresh_unchanged: [
    async ({ source }, { getToken, refresh }) => {
      const token = await getToken();
      source.handle(() => token);
      await refresh();
    },
    { refreshAt: at(4 * MINUTE) },
  ],
  refresh_failed: [
    ({ source }, { refresh }) => source.handle(rejectCall) ?? refresh(),
    { code: "source_failed", retryAt: at(2 * SECOND + 1.5 * SECOND) },
  ],
  breaker_opened: [
    async ({ source, clock }, { refresh, tick }) => {
      source.handle(() => "no token");
      await refresh().catch(() => {});
      for (let second = 0; second < 10; second += 1) {
        await clock.advance(SECOND);
        await tick();
        await refresh().catch(() => {});
      }
    },
    { reason: "source_returns_invalid", retryAt: time },
  ],
  expired: [({ clock }, { tick }) => clock.advance(5 * MINUTE).then(() => tick()), {}],
  signed_out: [({ source }, { refresh }) => source.handle(() => null) ?? refresh(), {}],
  invalidated: [(_, { invalidate }) => invalidate(), {}],
  superseded: [
    ({ source: { kind, getToken } }, { setTokenSource }) => setTokenSource({ kind, key: "grace", getToken }),
    {},
  ],
  disposed: [(_, { dispose }) => dispose(), {}],
};

async function eventsAfter(trigger: Trigger[0]): Promise<TokenEvent[]> {
  const harness = createEngineHarness({ source: { key: KEY } });
  harness.source.handle(() => harness.mint({ claims: ofAda }));
  const { clock, source, events } = harness;
  const engine = createEngineCore(
    engineDependencies({
      baseUrl: "https://cloud.example",
      tokenSource: source,
      clock,
      random: () => 0.5,
      onEvent: (event) => events.push(event),
    }),
  );
  await engine.getToken();
  await clock.advance(2 * SECOND);
  events.length = 0;
  await Promise.resolve(trigger(harness, engine)).catch(() => {});
  await clock.settle();
  return events;
}

describe("the events that the engine emits", () => {
  it.each(Object.entries(triggers))(
    "F43 emits `%s` without any token, key or user id",
    async (type, [trigger, fields]) => {
      const events = await eventsAfter(trigger);
      expect(events.find((event) => event.type === type)).toEqual({ type, time, ...fields });
      expect(JSON.stringify(events)).not.toMatch(/eyJ|ada|example|org:/);
    },
  );

  it("the event for a failure that is not retried has no retry time", async () => {
    const sessionEnded = new AssistantCloudAuthError("unauthenticated", "401.");
    const events = await eventsAfter(({ source }, { refresh }) => {
      source.handle(() => Promise.reject(sessionEnded));
      return refresh();
    });
    expect(events.at(-1)).toEqual({ type: "refresh_failed", time, code: "unauthenticated", retryAt: null });
  });
});
