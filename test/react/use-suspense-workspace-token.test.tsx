import { act, fireEvent, render, screen } from "@testing-library/react";
import { AssistantCloudAuthError, AuthErrorBoundary, useSuspenseWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, StrictMode, Suspense } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, Probe, renderCatching } from "./react-harness.tsx";

interface ReaderProps {
  /** The rendered results. The fallback adds `waiting`. */
  seen: string[];
}

const useSaid = () => {
  const { status, userId } = useSuspenseWorkspaceToken();
  return `${status} ${userId}`;
};
const useWaiting = () => "waiting";
const show = (text: string) => <p>{text}</p>;

function Reader({ seen }: ReaderProps): ReactNode {
  return (
    <Suspense fallback={<Probe useHook={useWaiting} seen={seen} show={show} />}>
      <Probe useHook={useSaid} seen={seen} show={show} />
    </Suspense>
  );
}

describe("useSuspenseWorkspaceToken", () => {
  it("F40 useSuspenseWorkspaceToken() suspends until the first token arrives; a refresh does not suspend it", async () => {
    const harness = createReactHarness(null);
    const seen: string[] = [];
    const { container } = render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(container.textContent).toBe("waiting");
    expect(new Set(seen)).toEqual(new Set(["waiting"]));
    seen.length = 0;
    await act(async () => (await harness.source.waiting).resolve(mint()));
    await advance(0);
    expect(container.textContent).toBe("authenticated ada");
    harness.source.handle(() => mint());
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
    expect(new Set(seen)).toEqual(new Set(["authenticated ada"]));
  });

  it("F36 calls the token source once in StrictMode", async () => {
    const harness = createReactHarness();
    const { container } = render(
      <StrictMode>
        <HarnessProvider of={harness}>
          <Reader seen={[]} />
        </HarnessProvider>
      </StrictMode>,
    );
    await advance(0);
    expect(container.textContent).toBe("authenticated ada");
    expect(harness.source.calls).toHaveLength(1);
  });

  it("useSuspenseWorkspaceToken() returns `unauthenticated` if the token source returns null", async () => {
    const harness = createReactHarness(() => null);
    const { container } = render(
      <HarnessProvider of={harness}>
        <Reader seen={[]} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(container.textContent).toBe("unauthenticated null");
  });

  it("F40 throws an error of the token source to the boundary, and returns the token after a retry", async () => {
    const harness = createReactHarness(() =>
      Promise.reject(new AssistantCloudAuthError("rejected", "The exchange answered 403.")),
    );
    const { container } = renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary
          fallback={({ error, retry }) => (
            <button type="button" onClick={retry}>
              {error.code}
            </button>
          )}
        >
          <Reader seen={[]} />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(container.textContent).toBe("rejected");
    harness.source.handle(() => mint());
    fireEvent.click(screen.getByText("rejected"));
    await advance(0);
    expect(container.textContent).toBe("authenticated ada");
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F27 suspends again after a switch of the user, then shows the second user", async () => {
    const harness = createReactHarness();
    const bob = createReactHarness(null);
    const seen: string[] = [];
    const view = render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    seen.length = 0;
    view.rerender(
      <HarnessProvider of={harness} tokenSource={{ ...bob.tokenSource, key: "bob" }}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(screen.getByText("waiting")).toBeTruthy();
    await act(async () => (await bob.source.waiting).resolve(mint("bob")));
    await advance(0);
    expect(new Set(seen)).toEqual(new Set(["waiting", "authenticated bob"]));
  });

  it("F40 warns the developer if useSuspenseWorkspaceToken() has no <Suspense> inside the provider", async () => {
    const harness = createReactHarness();
    const { container } = render(
      <Suspense fallback="waiting">
        <HarnessProvider of={harness}>
          <Probe useHook={useSaid} show={show} />
        </HarnessProvider>
      </Suspense>,
    );
    await advance(2_999);
    expect(console.warn).not.toHaveBeenCalled();
    await advance(60_000);
    expect(container.textContent).toBe("waiting");
    const warning = expect.stringMatching(/Put a <Suspense> between the provider and the component/);
    expect(vi.mocked(console.warn).mock.calls).toEqual([[warning]]);
    vi.mocked(console.warn).mockClear();
    expect(harness.source.calls).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("F40 does not warn about a slow first token if there is a <Suspense>", async () => {
    const harness = createReactHarness(null);
    const { container } = render(
      <HarnessProvider of={harness} sourceTimeoutMs={60_000}>
        <Reader seen={[]} />
      </HarnessProvider>,
    );
    await advance(30_000);
    expect(container.textContent).toBe("waiting");
    expect(console.warn).not.toHaveBeenCalled();
    await act(async () => (await harness.source.waiting).resolve(mint()));
    await advance(0);
    expect(container.textContent).toBe("authenticated ada");
  });
});
