import { act, render } from "@testing-library/react";
import { useAuthStatus, useAuthToken, useWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReactHarness, HarnessProvider } from "./react-harness.tsx";
import { watchListeners } from "./watch-listeners.ts";

function Readers(): ReactNode {
  useAuthToken();
  const { isRefreshing } = useWorkspaceToken();
  return <p>{`${useAuthStatus().status} ${isRefreshing}`}</p>;
}

describe("mounting and unmounting the provider 1,000 times", () => {
  let listeners: Set<string>[] = [];
  beforeEach(async () => {
    // React adds listeners of its own on the first render, so render once before counting.
    render(<p />).unmount();
    listeners = [window, document].map(watchListeners);
  });
  afterEach(() => {
    listeners = [];
  });

  it.each([
    ["after the first token", true],
    ["while the first call is in flight", false],
  ])("F36 leaves no timer and no listener if the provider unmounts %s", async (_name, waits) => {
    const harness = createReactHarness();
    for (let time = 0; time < 500; time += 1) {
      const view = render(
        <StrictMode>
          <HarnessProvider of={harness}>
            <Readers />
          </HarnessProvider>
        </StrictMode>,
      );
      if (waits) await act(() => vi.advanceTimersByTimeAsync(0));
      if (time === 0) {
        expect(listeners.map((present) => present.size > 0)).toEqual([true, true]);
        expect(vi.getTimerCount()).toBeGreaterThan(0);
      }
      view.unmount();
      await act(async () => {});
    }
    expect(vi.getTimerCount()).toBe(0);
    expect(listeners.map((present) => [...present])).toEqual([[], []]);
    expect(harness.source.calls).toHaveLength(500);
  });
});
