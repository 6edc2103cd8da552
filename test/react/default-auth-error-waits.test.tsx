import { act, fireEvent, screen } from "@testing-library/react";
import {
  AssistantCloudAuthError,
  AuthErrorBoundary,
  type AuthErrorFallbackProps,
  useAuthToken,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { useAuthContext } from "../../src/react/auth-context.ts";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  MINUTE,
  mint,
  renderCatching,
  SECOND,
} from "./react-harness.tsx";

const refusal = (code: "rate_limited" | "offline" | "circuit_open") =>
  new AssistantCloudAuthError(code, "refused", { retryable: true });
const rateLimited = () => Promise.reject(refusal("rate_limited"));

/** Requests a new token on a click. If that fails, throws the error once during rendering. */
function Refresher(): ReactNode {
  const getToken = useAuthToken();
  const [error, setError] = useState<Error | null>(null);
  if (error !== null) throw error;
  return (
    <button type="button" onClick={() => void getToken({ forceRefresh: true }).catch(setError)}>
      Refresh
    </button>
  );
}

function Reader(): ReactNode {
  return <p>{useWorkspaceToken().status}</p>;
}

/** Throws the error that `read` returns; null throws nothing. */
function Thrower({ read }: { read: () => Error | null }): ReactNode {
  const error = read();
  if (error !== null) throw error;
  return <p>fine</p>;
}

/** Passes the engine's `invalidate` to the test. */
function Invalidator({ take }: { take: (invalidate: () => void) => void }): ReactNode {
  take(useAuthContext().engine.invalidate);
  return null;
}

const alert = () => screen.getByRole("alert");
const press = (name: string) => fireEvent.click(screen.getByRole("button", { name }));

describe("a situation in which the end user waits", () => {
  it("F39 the default fallback offers a retry if a child throws a failed refresh while the token is usable", async () => {
    const harness = createReactHarness();
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary>
          <Refresher />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    harness.source.handle(rateLimited);
    press("Refresh");
    await advance(0);
    harness.source.handle(() => mint());
    await advance(10 * MINUTE);
    expect(alert().textContent).toBe("The assistant cannot be reached.Try again");
    press("Try again");
    expect(screen.getByRole("button", { name: "Refresh" })).toBeTruthy();
  });

  it.each(["rate_limited", "offline", "circuit_open"] as const)(
    "F39 the default fallback offers a retry if a child throws an old error %s after the engine has recovered",
    async (code) => {
      const harness = createReactHarness();
      let cached: Error | null = refusal(code);
      renderCatching(
        <HarnessProvider of={harness}>
          <AuthErrorBoundary>
            <Reader />
            <Thrower read={() => cached} />
          </AuthErrorBoundary>
        </HarnessProvider>,
      );
      await advance(10 * MINUTE);
      cached = null;
      press("Try again");
      expect(screen.getByText("fine")).toBeTruthy();
    },
  );

  it("F39 the default fallback has no button while the engine waits, and a fallback learns that it waits", async () => {
    const fallback = vi.fn(({ willRetry }: AuthErrorFallbackProps) => <p>{willRetry ? "wait" : "press"}</p>);
    renderCatching(
      <HarnessProvider of={createReactHarness(rateLimited)}>
        <AuthErrorBoundary>
          <Reader />
        </AuthErrorBoundary>
        <AuthErrorBoundary fallback={fallback}>
          <Reader />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(alert().textContent).toBe("The assistant is busy and will try again in a moment.");
    expect(screen.queryByRole("button")).toBeNull();
    expect(screen.getByText("wait")).toBeTruthy();
  });

  it("F39 the default fallback offers a retry if the engine does not retry after a refusal", async () => {
    const final = () => Promise.reject(new AssistantCloudAuthError("rate_limited", "refused", { retryable: false }));
    const harness = createReactHarness(final);
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary>
          <Reader />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(MINUTE);
    harness.source.handle(() => mint());
    press("Try again");
    await advance(0);
    expect(screen.getByText("authenticated")).toBeTruthy();
  });

  it("F39 a retry during the fetch of a new token ends when the token arrives", async () => {
    const harness = createReactHarness();
    let invalidate = () => {};
    let thrown: Error | null = refusal("offline");
    renderCatching(
      <HarnessProvider of={harness}>
        <Invalidator take={(given) => (invalidate = given)} />
        <AuthErrorBoundary>
          <Reader />
          <Thrower read={() => thrown} />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    harness.source.handle(null);
    await act(async () => invalidate());
    press("Try again");
    thrown = null;
    await act(async () => (await harness.source.waiting).resolve(mint()));
    await advance(0);
    expect(screen.getByText("fine")).toBeTruthy();
  });
});
