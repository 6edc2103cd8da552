import { cleanup, render, waitFor } from "@testing-library/react";
import { useWorkspaceToken } from "assistant-cloud-auth";
import { TestAssistantCloudProvider, type TestAuthState } from "assistant-cloud-auth/testing";
import { afterEach, describe, expect, it, vi } from "vitest";

function Screen() {
  const { status, isRefreshing, refreshError, error } = useWorkspaceToken({ throwOnError: false });
  return <output>{[status, isRefreshing, refreshError?.code, error?.code].join(" ").trim()}</output>;
}

const show = (state: TestAuthState) =>
  render(
    <TestAssistantCloudProvider state={state}>
      <Screen />
    </TestAssistantCloudProvider>,
  ).container;

const states = [
  ["loading", "loading false"],
  ["authenticated", "authenticated false"],
  ["refreshing", "authenticated true"],
  ["refresh-failing", "authenticated false source_failed"],
  ["offline", "authenticated false offline"],
  ["expired", "error false  expired_token"],
  ["unauthenticated", "unauthenticated false"],
  ["error:network", "error false  network"],
] as const;

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("TestAssistantCloudProvider under Vitest's fake timers", () => {
  it.each(states)("`vi.waitFor` sees the state %s under fake timers, even of `queueMicrotask`", async (state, text) => {
    vi.useFakeTimers({
      toFake: ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "Date", "performance"],
    });
    const container = show(state);
    await vi.waitFor(() => expect(container.textContent).toBe(text));
  });

  it.each(states)("`waitFor` sees the state %s under fake timers with `shouldAdvanceTime`", async (state, text) => {
    vi.useFakeTimers({ shouldAdvanceTime: true });
    const container = show(state);
    await waitFor(() => expect(container.textContent).toBe(text));
  });
});
