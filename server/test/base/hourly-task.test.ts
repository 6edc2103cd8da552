import { expect, test, vi } from "vitest";
import { createHourlyTask } from "../../src/base/hourly-task.ts";

const HOUR_MS = 3_600_000;

test("an hourly task runs once an hour, also after the clock is set back", () => {
  let time = 100 * HOUR_MS;
  const work = vi.fn(async () => {});
  const task = createHourlyTask(work, () => time, vi.fn());
  const runs = (change: number) => {
    time += change;
    task.runWhenDue();
    return work.mock.calls.length;
  };
  expect([runs(HOUR_MS - 1), runs(1), runs(1)]).toEqual([0, 1, 1]);
  expect([runs(-50 * HOUR_MS), runs(HOUR_MS - 1), runs(1)]).toEqual([2, 2, 3]);
});
