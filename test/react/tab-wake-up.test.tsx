import { act, render } from "@testing-library/react";
import { useAuthStatus, useSuspenseWorkspaceToken, useWorkspaceToken } from "assistant-cloud-auth";
import { Suspense } from "react";
import { describe, expect, it, vi } from "vitest";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  latestOf,
  MINUTE,
  mint,
  Probe,
  SECOND,
} from "./react-harness.tsx";

const useStatus = () => useAuthStatus().status;
const useToken = () => useWorkspaceToken({ throwOnError: false }).token;

describe("a tab that wakes up or is hidden", () => {
  it("F31 the provider refreshes the token in a hidden tab", async () => {
    vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    const harness = createReactHarness();
    render(<HarnessProvider of={harness} />);
    await act(async () => document.dispatchEvent(new Event("visibilitychange")));
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
  });

  it.each([
    ["focus", () => window],
    ["pageshow", () => window],
    ["online", () => window],
    ["visibilitychange", () => document],
    ["resume", () => document],
  ])(
    "F30 the event `%s` causes one source call if the token expired during a sleep, and otherwise no call",
    async (type, target) => {
      const harness = createReactHarness();
      const seen: (string | null)[] = [];
      render(
        <HarnessProvider of={harness}>
          <Probe useHook={useToken} seen={seen} />
        </HarnessProvider>,
      );
      await advance(0);
      const expiredToken = latestOf(seen);
      await act(async () => target().dispatchEvent(new Event(type)));
      await advance(0);
      expect(harness.source.calls).toHaveLength(1);
      vi.setSystemTime(Date.now() + 60 * MINUTE);
      seen.length = 0;
      await act(async () => {
        target().dispatchEvent(new Event(type));
        target().dispatchEvent(new Event(type));
      });
      await advance(0);
      expect(harness.source.calls).toHaveLength(2);
      expect(seen).not.toContain(expiredToken);
      expect(latestOf(seen)).not.toBeNull();
    },
  );

  it.each([0.1, 0.5, 0.9])(
    "F33 when the browser is online again, the call starts after a random part of a second: %d",
    async (random) => {
      const isOnline = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
      const harness = createReactHarness(() => Promise.reject(new TypeError("offline")));
      render(<HarnessProvider of={harness} random={() => random} />);
      await advance(10 * SECOND);
      const before = harness.source.calls.length;
      isOnline.mockReturnValue(true);
      await act(async () => window.dispatchEvent(new Event("online")));
      await advance(random * SECOND - 1);
      expect(harness.source.calls).toHaveLength(before);
      await advance(51);
      expect(harness.source.calls).toHaveLength(before + 1);
    },
  );

  it("F30 after a sleep that stops all timers, the provider still refreshes the token before it expires", async () => {
    const harness = createReactHarness();
    render(<HarnessProvider of={harness} />);
    await advance(0);
    vi.setSystemTime(Date.now() + 3 * MINUTE);
    await act(async () => window.dispatchEvent(new Event("focus")));
    expect(harness.source.calls).toHaveLength(1);
    await advance(MINUTE + 10 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
  });

  it.each([
    ["useWorkspaceToken()", useToken],
    ["useSuspenseWorkspaceToken()", () => useSuspenseWorkspaceToken().token],
  ])(
    "F30 after a sleep without an event of the page, a new reader of %s gets a new token at once",
    async (_, useHook) => {
      const harness = createReactHarness();
      const seen: (string | null)[] = [];
      const app = (isOpen: boolean) => (
        <HarnessProvider of={harness}>
          <Suspense fallback="waiting">{isOpen && <Probe useHook={useHook} seen={seen} />}</Suspense>
        </HarnessProvider>
      );
      const view = render(app(false));
      await advance(10 * SECOND);
      vi.setSystemTime(Date.now() + 60 * MINUTE);
      await act(async () => view.rerender(app(true)));
      await advance(0);
      expect(harness.source.calls).toHaveLength(2);
      expect(latestOf(seen)).toMatch(/^ey/);
    },
  );

  it("F30 after a sleep without an event of the page, a component that rerenders does not get the expired token", async () => {
    const harness = createReactHarness();
    const seen: (string | null)[] = [];
    const app = () => (
      <HarnessProvider of={harness}>
        <Probe useHook={useToken} seen={seen} />
      </HarnessProvider>
    );
    const view = render(app());
    await advance(10 * SECOND);
    const expiredToken = latestOf(seen);
    vi.setSystemTime(Date.now() + 60 * MINUTE);
    seen.length = 0;
    await act(async () => view.rerender(app()));
    await advance(0);
    expect(seen).not.toContain(expiredToken);
    expect(latestOf(seen)).toMatch(/^ey/);
  });

  it("F30 if the token expires before a source call settles, the status changes to `loading`", async () => {
    const harness = createReactHarness();
    const seen: string[] = [];
    render(
      <HarnessProvider of={harness} sourceTimeoutMs={10 * MINUTE}>
        <Probe useHook={useStatus} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    harness.source.handle(null);
    await advance(4 * MINUTE + 30 * SECOND);
    expect(harness.source.calls).toHaveLength(2);
    expect(latestOf(seen)).toBe("authenticated");
    await advance(30 * SECOND);
    expect(latestOf(seen)).toBe("loading");
  });

  it("F12 if a token source returns expired tokens, the provider calls it about once a minute on average", async () => {
    const expiredToken = mint();
    const harness = createReactHarness(() => expiredToken);
    vi.setSystemTime(Date.now() + 10 * MINUTE);
    render(<HarnessProvider of={harness} />);
    await advance(60 * MINUTE);
    expect(harness.source.calls.length).toBeGreaterThan(3);
    expect(harness.source.calls.length).toBeLessThanOrEqual(64);
  });
});
