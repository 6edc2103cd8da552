import { act, render, screen } from "@testing-library/react";
import { AssistantCloudProvider, createTokenEngine, useWorkspaceToken } from "assistant-cloud-auth";
import { createControlledSource, createTestClock } from "assistant-cloud-auth/testing";
import { afterEach, describe, expect, it, vi } from "vitest";
import { signToken } from "../support/sign-token.ts";

const LIFE_MS = 300_000;
const options = {
  baseUrl: "https://cloud.example",
  random: () => 0.5,
  fetch: () => Promise.reject(new TypeError("no network in this test")),
};

/**
 * Creates a source that reads the issue time of each token from `now`. `calledAt` lists the times of the source calls,
 * in milliseconds since the source's creation.
 */
function createClockedSource(now: () => number) {
  const start = now();
  const calledAt: number[] = [];
  const source = createControlledSource({
    handler() {
      calledAt.push(now() - start);
      const iat = Math.floor(now() / 1000);
      return signToken({ sub: "ada", workspace_id: "org:ada", iat, exp: iat + LIFE_MS / 1000 });
    },
  });
  return { tokenSource: source, calledAt };
}

function Status() {
  return <p>{useWorkspaceToken({ throwOnError: false }).status}</p>;
}

afterEach(() => {
  vi.useRealTimers();
});

describe("a provider with a custom clock", () => {
  it("F61 a provider with a custom clock refreshes at the same times as an engine with that clock", async () => {
    const [engineClock, providerClock] = [createTestClock(), createTestClock()];
    const [alone, below] = [createClockedSource(engineClock.wall), createClockedSource(providerClock.wall)];
    const engine = createTokenEngine({ ...options, tokenSource: alone.tokenSource, clock: engineClock });
    const { unmount } = render(
      <AssistantCloudProvider {...options} tokenSource={below.tokenSource} clock={providerClock}>
        <Status />
      </AssistantCloudProvider>,
    );
    await engineClock.advance(20 * 60_000);
    await act(() => providerClock.advance(20 * 60_000));
    expect(screen.getByText("authenticated")).toBeDefined();
    expect(below.calledAt).toEqual(alone.calledAt);
    expect(below.calledAt).toHaveLength(6);
    engine.dispose();
    unmount();
    await Promise.resolve();
    expect(providerClock.pendingTimers).toBe(0);
  });

  it("F61 a provider with a custom clock retries a failed source call only when that clock advances", async () => {
    const clock = createTestClock();
    const source = createControlledSource({ handler: () => Promise.reject(new TypeError("down")) });
    render(
      <AssistantCloudProvider {...options} tokenSource={source} clock={clock}>
        <Status />
      </AssistantCloudProvider>,
    );
    await act(() => clock.advance(0));
    expect(source.calls).toHaveLength(1);
    await act(() => clock.advance(1_499));
    expect(source.calls).toHaveLength(1);
    await act(() => clock.advance(1));
    expect(source.calls).toHaveLength(2);
  });

  it("F61 a provider with a custom clock still refreshes on time after the token source's key changes", async () => {
    const clock = createTestClock();
    const { tokenSource, calledAt } = createClockedSource(clock.wall);
    const app = (key: string) => (
      <AssistantCloudProvider
        {...options}
        tokenSource={{ kind: tokenSource.kind, key, getToken: tokenSource.getToken }}
        clock={clock}
      >
        <Status />
      </AssistantCloudProvider>
    );
    const { rerender } = render(app("ada"));
    await act(() => clock.advance(0));
    rerender(app("grace"));
    await act(() => clock.advance(LIFE_MS));
    expect(calledAt).toHaveLength(3);
  });
});

describe("a provider under the fake timers of a test runner", () => {
  const fakes: [string, Parameters<typeof vi.useFakeTimers>[0]][] = [
    ["with the defaults of Vitest and Jest", { shouldAdvanceTime: false }],
    [
      "that do not fake `performance`, as in older test runners",
      { toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval", "Date"] },
    ],
    ["that fake only intervals and dates", { toFake: ["setInterval", "clearInterval", "Date"] }],
  ];
  it.each(fakes)("F61 the provider refreshes under fake timers %s", async (_label, fake) => {
    vi.useFakeTimers(fake);
    const { tokenSource, calledAt } = createClockedSource(Date.now);
    const { unmount } = render(
      <AssistantCloudProvider {...options} tokenSource={tokenSource}>
        <Status />
      </AssistantCloudProvider>,
    );
    await act(() => vi.advanceTimersByTimeAsync(0));
    await act(() => vi.advanceTimersByTimeAsync(LIFE_MS));
    expect(calledAt.length).toBe(2);
    expect(calledAt[1]).toBeGreaterThan(200_000);
    expect(calledAt[1]).toBeLessThan(250_000);
    unmount();
  });
});
