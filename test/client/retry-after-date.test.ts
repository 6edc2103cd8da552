import { afterEach, describe, expect, it, vi } from "vitest";
import { backendTokenSource } from "../../src/client/sources/backend.ts";
import { createEngineHarness, MINUTE, rejectionOf, SECOND } from "./engine-harness.ts";

afterEach(() => vi.useRealTimers());

const SERVER_NOW = Date.parse("2026-01-01T00:00:00Z");
const dateIn = (ms: number) => new Date(SERVER_NOW + ms).toUTCString();

/** Returns the delay that the engine reads from a `Retry-After` of 30 s as a date, while the local clock is wrong. */
async function delayOf(clockError: number, headers: Record<string, string>) {
  vi.useFakeTimers({ toFake: ["Date"], now: SERVER_NOW + clockError });
  const fetch = async () =>
    new Response("", { status: 429, headers: { "Retry-After": dateIn(30 * SECOND), ...headers } });
  const engine = createEngineHarness().start({ tokenSource: backendTokenSource("https://app.example/token"), fetch });
  return (await rejectionOf(engine.getToken())) as unknown as { retryAfterMs: number | null };
}

describe("a date in `Retry-After`", () => {
  it.each([0, 10 * MINUTE, -10 * MINUTE])(
    "F5 F6 F19 is compared with the server's `Date`, even if the local clock is wrong by %s ms",
    async (clockError) => {
      expect(await delayOf(clockError, { Date: dateIn(0) })).toMatchObject({ retryAfterMs: 30 * SECOND });
    },
  );

  it.each([{}, { Date: "unknown" }])(
    "F19 is compared with the local clock if `Date` is unreadable: %j",
    async (headers) => {
      expect(await delayOf(10 * SECOND, headers)).toMatchObject({ retryAfterMs: 20 * SECOND });
    },
  );
});
