import { act, cleanup, render, screen, waitFor } from "@testing-library/react";
import { isAssistantCloudAuthError, useSuspenseWorkspaceToken, useWorkspaceToken } from "assistant-cloud-auth";
import { createTestClock, TestAssistantCloudProvider, type TestAuthState } from "assistant-cloud-auth/testing";
import { Component, type ReactNode, StrictMode, Suspense, startTransition, useDeferredValue, useState } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";

function Suspending() {
  return <p>{useSuspenseWorkspaceToken().status}</p>;
}

/** Shows nothing in place of a child that throws. */
class Silent extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render(): ReactNode {
    return this.state.failed ? null : this.props.children;
  }
}

function Facts() {
  const { status, isRefreshing, refreshError, error } = useWorkspaceToken({ throwOnError: false });
  const cause = isAssistantCloudAuthError(error?.cause) ? error.cause.code : "";
  return <output>{[status, isRefreshing, refreshError?.code, error?.code, cause].join(" ").trim()}</output>;
}

const facts = () => screen.getByRole("status").textContent;

let setState: (state: TestAuthState) => void = () => {};

interface AppProps {
  defers?: boolean;
}

function App({ defers = false }: AppProps) {
  const [state, set] = useState<TestAuthState>("authenticated");
  setState = set;
  const deferred = useDeferredValue(state);
  return (
    <TestAssistantCloudProvider state={defers ? deferred : state}>
      <Facts />
      <Silent>
        <Suspense fallback={<p>waiting</p>}>
          <Suspending />
        </Suspense>
      </Silent>
    </TestAssistantCloudProvider>
  );
}

const states = [
  ["refreshing", "authenticated true"],
  ["refresh-failing", "authenticated false source_failed"],
  ["offline", "authenticated false offline"],
  ["expired", "error false  expired_token source_failed"],
] as const;

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("TestAssistantCloudProvider in a React transition", () => {
  it.each(states)("a transition reaches the state %s below useSuspenseWorkspaceToken()", async (state, expected) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    render(<App />);
    await screen.findByText("authenticated");
    await act(async () => startTransition(() => setState(state)));
    await waitFor(() => expect(facts()).toBe(expected));
  });

  it.each(states)("useDeferredValue() reaches the state %s in StrictMode", async (state, expected) => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    render(
      <StrictMode>
        <App defers />
      </StrictMode>,
    );
    await screen.findByText("authenticated");
    await act(async () => setState(state));
    await waitFor(() => expect(facts()).toBe(expected));
  });
});

describe("TestAssistantCloudProvider while time is frozen", () => {
  it("TestAssistantCloudProvider reaches its state after 40 changes of the user", async () => {
    const app = (userId: string) => (
      <TestAssistantCloudProvider userId={userId}>
        <Facts />
      </TestAssistantCloudProvider>
    );
    const { rerender } = render(app("user 0"));
    for (let change = 1; change <= 40; change += 1) {
      rerender(app(`user ${change}`));
      await waitFor(() => expect(facts()).toBe("authenticated false"));
    }
  });

  it("the state `loading` has no end when the test advances the clock", async () => {
    const clock = createTestClock();
    render(
      <TestAssistantCloudProvider state="loading" clock={clock}>
        <Facts />
      </TestAssistantCloudProvider>,
    );
    await act(() => clock.advance(600_000));
    expect(facts()).toBe("loading false");
  });
});
