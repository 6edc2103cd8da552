import { expect, test, vi } from "vitest";
import { createRecentAnswers } from "../../../src/threads/files/recent-answers.ts";

/** Creates the tested cache, with a manual clock. The cache calls `result` if it has no answer in memory. */
function open(result: () => Promise<string | null>) {
  const clock = { now: 1_000_000 };
  const ask = vi.fn((_key: string) => result());
  return { clock, ask, recent: createRecentAnswers(ask, () => clock.now) };
}

test("an answer is remembered for a minute, unless it is dropped or the clock is set back", async () => {
  const { clock, ask, recent } = open(async () => "found");
  const asked = async (change: number) => {
    clock.now += change;
    expect(await recent.get("a")).toBe("found");
    return ask.mock.calls.length;
  };
  expect([await asked(0), await asked(59_999), await asked(1), await asked(-1)]).toEqual([1, 1, 2, 3]);
  recent.drop("a");
  expect(await asked(0)).toBe(4);
});

test("a missing file is looked up for every request", async () => {
  const { ask, recent } = open(async () => null);
  expect([await recent.get("a"), await recent.get("a")]).toEqual([null, null]);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("if a lookup fails, every request in the next ten seconds gets the same error without a new lookup", async () => {
  let fail = (_error: Error) => {};
  const { clock, ask, recent } = open(
    () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  const all = Promise.allSettled([recent.get("a"), recent.get("a")]);
  clock.now += 10_000;
  const error = new Error("The bucket does not answer.");
  fail(error);
  expect((await all).map(({ status }) => status)).toEqual(["rejected", "rejected"]);
  clock.now += 9_999;
  await expect(recent.get("a")).rejects.toBe(error);
  expect(ask).toHaveBeenCalledTimes(1);
  clock.now += 1;
  const next = recent.get("a");
  fail(error);
  await expect(next).rejects.toBe(error);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("remembers at most 10,000 answers and discards the oldest one first", async () => {
  const { ask, recent } = open(async () => "found");
  for (let index = 0; index <= 10_000; index += 1) await recent.get(`file-${index}`);
  await recent.get("file-1");
  expect(ask).toHaveBeenCalledTimes(10_001);
  await recent.get("file-0");
  expect(ask).toHaveBeenCalledTimes(10_002);
});
