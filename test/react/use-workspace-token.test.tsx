import { act, render } from "@testing-library/react";
import { AssistantCloudAuthError, useWorkspaceToken } from "assistant-cloud-auth";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  latestOf,
  MINUTE,
  mint,
  OuterBoundary,
  Probe,
  renderCatching,
  SECOND,
} from "./react-harness.tsx";

/** Calls the hook with `throwOnError: false` and reads the properties that change during a refresh. */
const useReturned = () => {
  const result = useWorkspaceToken({ throwOnError: false });
  const { status, token, userId, isRefreshing, refreshError, error } = result;
  return { result, status, token, userId, isRefreshing, refreshError, error };
};
type Returned = ReturnType<typeof useReturned>;
const describeReturned = ({ status, isRefreshing, refreshError, error }: Returned) =>
  `${status} ${isRefreshing} ${refreshError?.code ?? "-"} ${error?.code ?? "-"}`;

interface ReaderProps {
  seen: Returned[];
}

function Reader({ seen }: ReaderProps): ReactNode {
  return <Probe useHook={useReturned} seen={seen} show={describeReturned} />;
}

const useThrown = () => useWorkspaceToken().status;
const useOnlyToken = () => useWorkspaceToken().token;
const show = (text: string) => text;

describe("the status that useWorkspaceToken() returns", () => {
  it("returns the correct result during loading, refresh, failed refresh, expiry and recovery", async () => {
    const harness = createReactHarness(null);
    const seen: Returned[] = [];
    const { container } = render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(latestOf(seen).result).toMatchObject({
      status: "loading",
      token: null,
      workspaceId: null,
      userId: null,
      expiresAt: null,
    });

    const token = mint();
    const expiresAt = new Date(Date.now() + 5 * MINUTE);
    await act(async () => (await harness.source.waiting).resolve(token));
    await advance(0);
    expect(latestOf(seen).result).toMatchObject({
      status: "authenticated",
      token,
      workspaceId: "org:ada",
      userId: "ada",
      expiresAt,
    });
    expect(container.textContent).toBe("authenticated false - -");

    await advance(4 * MINUTE);
    expect(container.textContent).toBe("authenticated true - -");
    expect(latestOf(seen).result.token).toBe(token);

    await act(async () => (await harness.source.waiting).reject(new Error("down")));
    await advance(0);
    expect(container.textContent).toBe("authenticated false source_failed -");
    expect(latestOf(seen).result.refreshError?.usableUntil).toEqual(expiresAt);
    expect(latestOf(seen).result.token).toBe(token);

    harness.source.handle(() => Promise.reject(new Error("down")));
    await advance(2 * SECOND);
    if (harness.source.calls.some((call) => !call.settled))
      await act(async () => (await harness.source.waiting).reject(new Error("down")));
    await advance(MINUTE);
    expect(latestOf(seen).result).toMatchObject({ status: "error", token: null, userId: null });
    expect(latestOf(seen).result.error?.code).toBe("expired_token");

    const next = mint();
    harness.source.handle(() => next);
    await advance(2 * MINUTE);
    expect(latestOf(seen).result).toMatchObject({ status: "authenticated", error: null });
    expect(container.textContent).toBe("authenticated false - -");
  });

  it("F21 returns `unauthenticated` if the token source returns null, and does not call the source again", async () => {
    const harness = createReactHarness(() => null);
    const seen: Returned[] = [];
    render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(latestOf(seen).result).toMatchObject({ status: "unauthenticated", token: null, error: null });
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(1);
  });

  it("F20 after the app's backend has rejected the user, the error remains until `refresh` is called", async () => {
    const harness = createReactHarness(() =>
      Promise.reject(new AssistantCloudAuthError("unauthenticated", "The token route answered 401.")),
    );
    const seen: Returned[] = [];
    render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(10 * MINUTE);
    expect(latestOf(seen).result.error?.code).toBe("unauthenticated");
    expect(harness.source.calls).toHaveLength(1);
    harness.source.handle(() => mint());
    await act(() => latestOf(seen).result.refresh());
    expect(latestOf(seen).result.status).toBe("authenticated");
  });

  it("F16 after failed refreshes, the hook throws an error only when the token has expired", async () => {
    const harness = createReactHarness();
    const { container, caught } = renderCatching(
      <OuterBoundary>
        <HarnessProvider of={harness}>
          <Probe useHook={useThrown} show={show} />
        </HarnessProvider>
      </OuterBoundary>,
    );
    await advance(0);
    harness.source.handle(() => Promise.reject(new Error("down")));
    await advance(4 * MINUTE + 30 * SECOND);
    expect(harness.source.calls.length).toBeGreaterThan(1);
    expect(container.textContent).toBe("authenticated");
    await advance(30 * SECOND);
    expect(container.textContent).toBe("outer: The workspace token expired and could not be renewed.");
    expect(caught).toHaveLength(1);
  });

  it("F30 a component that mounts after a sleep gets no expired token", async () => {
    const harness = createReactHarness();
    const seen: Returned[] = [];
    const seenLate: Returned[] = [];
    const view = render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    harness.source.handle(null);
    vi.setSystemTime(Date.now() + 60 * MINUTE);
    seen.length = 0;
    view.rerender(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
        <Reader seen={seenLate} />
      </HarnessProvider>,
    );
    expect(seenLate.map(({ status, token }) => `${status} ${token !== null}`)).not.toContain("authenticated false");
    expect(seenLate.map(({ token }) => token).filter((token) => token !== null)).toEqual([]);
    harness.source.handle(() => mint());
    await act(async () => window.dispatchEvent(new Event("focus")));
    await advance(0);
    expect(latestOf(seen).result).toMatchObject({ status: "authenticated", userId: "ada" });
  });
});

describe("the function `refresh` of useWorkspaceToken()", () => {
  it("two concurrent calls of `refresh` fetch one new token", async () => {
    const harness = createReactHarness();
    const seen: Returned[] = [];
    render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    const before = latestOf(seen).result.token;
    await advance(2 * SECOND);
    await act(() => Promise.all([latestOf(seen).result.refresh(), latestOf(seen).result.refresh()]));
    expect(harness.source.calls).toHaveLength(2);
    expect(harness.source.calls[1]?.request.forceRefresh).toBe(true);
    expect(latestOf(seen).result.token).not.toBe(before);
  });

  it("`refresh` resolves even if the refresh fails, and the hook returns the error as `refreshError`", async () => {
    const harness = createReactHarness();
    const seen: Returned[] = [];
    render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    harness.source.handle(() => Promise.reject(new Error("down")));
    await act(async () => expect(await latestOf(seen).result.refresh()).toBeUndefined());
    expect(latestOf(seen).result).toMatchObject({ status: "authenticated" });
    expect(latestOf(seen).result.refreshError?.code).toBe("source_failed");
  });
});

describe("renders during a routine refresh", () => {
  it("F38 a refresh causes one render of each component that reads the token", async () => {
    const harness = createReactHarness();
    const perReader = Array.from({ length: 100 }, (): (string | null)[] => []);
    render(
      <HarnessProvider of={harness}>
        {perReader.map((seen, index) => (
          <Probe key={String(index)} useHook={useOnlyToken} seen={seen} />
        ))}
      </HarnessProvider>,
    );
    await advance(0);
    for (const seen of perReader) seen.length = 0;
    await advance(4 * MINUTE + SECOND);
    expect(harness.source.calls).toHaveLength(2);
    expect(new Set(perReader.map((seen) => seen.length))).toEqual(new Set([1]));
  });

  it("F38 a component that reads `isRefreshing` rerenders when a refresh begins and ends", async () => {
    const harness = createReactHarness();
    const seen: Returned[] = [];
    render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    seen.length = 0;
    harness.source.handle(null);
    await advance(4 * MINUTE);
    await act(async () => (await harness.source.waiting).resolve(mint()));
    await advance(0);
    expect(seen.map(({ isRefreshing }) => isRefreshing)).toEqual([true, false]);
  });

  it("F38 useWorkspaceToken() returns the same object if the component rerenders for an unrelated reason", async () => {
    const harness = createReactHarness();
    const seen: Returned[] = [];
    const view = render(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    const before = seen.length;
    view.rerender(
      <HarnessProvider of={harness}>
        <Reader seen={seen} />
      </HarnessProvider>,
    );
    expect(seen.length).toBeGreaterThan(before);
    expect(seen.at(-1)?.result).toBe(seen[before - 1]?.result);
  });
});
