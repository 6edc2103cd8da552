import { act, waitFor } from "@testing-library/react";
import { expect } from "vitest";
import type { RecordedCloud } from "./start-recorded-cloud.ts";

/** Outlasts a busy machine and the pause between two polls of a tab. */
export const SLOW = { timeout: 30_000, interval: 20 };

/**
 * Does something in a page and waits until the server was asked exactly this, in any order: some requests are sent at the same time.
 * One that comes later fails the next step.
 */
export async function expectTrace(
  server: RecordedCloud,
  run: () => unknown,
  expected: readonly string[],
): Promise<void> {
  await act(async () => {
    await run();
  });
  await waitFor(() => expect(server.trace.toSorted()).toEqual(expected.toSorted()), SLOW);
  server.trace.length = 0;
}
