import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { requireOwner } from "../../../src/client/sources/require-owner.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const superseded = { code: "superseded", message: "The token is another user's.", retryable: true };

/** Calls `requireOwner` and records how the call settles. */
function check(owner: unknown, expected: unknown, signal = new AbortController().signal) {
  const settled = vi.fn();
  const result = requireOwner(owner, expected, signal).then(
    () => settled("passed"),
    (error: unknown) => settled(error),
  );
  return { settled, result };
}

describe("requireOwner", () => {
  it("accepts a token of the expected user immediately", async () => {
    await requireOwner("ada", "ada", new AbortController().signal);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("waits up to three seconds for the SDK to report the user of the token", async () => {
    const controller = new AbortController();
    const { settled, result } = check("grace", "ada", controller.signal);
    await vi.advanceTimersByTimeAsync(2_900);
    expect(settled).not.toHaveBeenCalled();
    controller.abort();
    await result;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining(superseded));
    expect(vi.getTimerCount()).toBe(0);
  });

  it("rejects with `superseded` if the SDK does not report the user of the token within three seconds", async () => {
    const { settled, result } = check("grace", "ada");
    await vi.advanceTimersByTimeAsync(3_000);
    await result;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining(superseded));
  });

  it("rejects immediately if the signal is already aborted", async () => {
    const { settled, result } = check("grace", "ada", AbortSignal.abort());
    await vi.advanceTimersByTimeAsync(1);
    await result;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining(superseded));
  });

  it("rejects a token that names no user", async () => {
    const { settled, result } = check(undefined, "ada", AbortSignal.abort());
    await vi.advanceTimersByTimeAsync(1);
    await result;
    expect(settled).toHaveBeenCalledWith(expect.objectContaining(superseded));
  });
});
