import { expect, test } from "vitest";
import { createListPoll } from "../../src/verify/revocations/poll-list.ts";

test.each([
  [1000, "does not wait", false],
  [9999, "does not wait", false],
  [10_000, "waits", true],
  [3_600_000, "waits", true],
])("%d ms after a failed fetch, a token check %s for the next fetch", async (elapsed, _, waits) => {
  let time = Date.UTC(2026, 0, 1, 12);
  let isAway = true;
  let isApplied = false;
  const poll = createListPoll({
    async load() {
      if (isAway) throw new TypeError("fetch failed");
      await new Promise((resolve) => setImmediate(resolve));
      isApplied = true;
    },
    intervalMs: 1000,
    failsOpen: true,
    now: () => time,
  });
  await poll.waitUntilFresh();
  isAway = false;
  time += elapsed;
  expect(await poll.waitUntilFresh()).toBe(true);
  expect(isApplied).toBe(waits);
});
