import { act, fireEvent, screen } from "@testing-library/react";
import {
  AssistantCloudAuthError,
  AuthErrorBoundary,
  type AuthErrorFallbackProps,
  useAuthStatus,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import { type ReactNode, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  MINUTE,
  mint,
  OuterBoundary,
  Probe,
  renderCatching,
  SECOND,
} from "./react-harness.tsx";

const useReader = () => {
  const result = useWorkspaceToken();
  return `reader: ${result.status === "authenticated" ? result.userId : result.status}`;
};
const show = (text: string) => <p>{text}</p>;
const reader = <Probe useHook={useReader} show={show} />;

/** Creates a mock fallback that shows the error code and a retry button. Tests can count the renders of the mock. */
function createFallback() {
  const fallback = vi.fn(({ error, retry, isRetrying }: AuthErrorFallbackProps) => (
    <div role="alert">
      {error.code}
      <button type="button" onClick={retry} disabled={isRetrying}>
        Try again
      </button>
    </div>
  ));
  return fallback;
}

const rejectCall = () => Promise.reject(new Error("down"));
const refused = () => Promise.reject(new AssistantCloudAuthError("rejected", "The exchange answered 403."));
const refusal = () => new AssistantCloudAuthError("rejected", "The API answered 403.");
const press = () => fireEvent.click(screen.getByText("Try again"));

interface BrokenProps {
  breaks: () => Error | null;
}

/** Calls `breaks` while a user is signed in. If `breaks` returns an error, throws this error. */
function Broken({ breaks }: BrokenProps): ReactNode {
  const error = useAuthStatus().status === "authenticated" ? breaks() : null;
  if (error !== null) throw error;
  return <p>fine</p>;
}

function Draft(): ReactNode {
  const [text, setText] = useState("");
  return <input aria-label="draft" value={text} onChange={(event) => setText(event.target.value)} />;
}

describe("errors that AuthErrorBoundary catches", () => {
  it("F39 after failed refreshes, the boundary shows the fallback only when the token has expired", async () => {
    const harness = createReactHarness();
    const fallback = createFallback();
    const onError = vi.fn();
    const { container } = renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={fallback} onError={onError}>
          {reader}
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    harness.source.handle(rejectCall);
    await advance(4 * MINUTE + 50 * SECOND);
    expect(harness.source.calls.length).toBeGreaterThan(2);
    expect(fallback).not.toHaveBeenCalled();
    expect(container.textContent).toBe("reader: ada");
    await advance(6 * SECOND);
    expect(screen.getByRole("alert").textContent).toContain("expired_token");
    expect(onError).toHaveBeenCalledOnce();
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "expired_token" });
  });

  it("the boundary passes an error that is not about authentication to the next boundary", async () => {
    const harness = createReactHarness();
    const onError = vi.fn();
    const { container } = renderCatching(
      <OuterBoundary>
        <HarnessProvider of={harness}>
          <AuthErrorBoundary fallback={createFallback()} onError={onError}>
            <Broken breaks={() => new Error("a bug of the app")} />
          </AuthErrorBoundary>
        </HarnessProvider>
      </OuterBoundary>,
    );
    await advance(0);
    expect(container.textContent).toBe("outer: a bug of the app");
    expect(onError).not.toHaveBeenCalled();
  });

  it("F39 the boundary shows the fallback for a component's auth error, and does not render in a loop", async () => {
    const harness = createReactHarness();
    const fallback = createFallback();
    let broken = true;
    const { caught } = renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={fallback}>
          <Broken breaks={() => (broken ? refusal() : null)} />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("rejected");
    expect(caught).toHaveLength(1);
    await advance(10 * MINUTE);
    expect(caught).toHaveLength(1);
    const calls = harness.source.calls.length;
    press();
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("rejected");
    expect(caught).toHaveLength(2);
    broken = false;
    press();
    await advance(0);
    expect(screen.getByText("fine")).toBeTruthy();
    expect(harness.source.calls).toHaveLength(calls);
  });
});

describe("the button Try again of AuthErrorBoundary", () => {
  it("F39 the button retries exactly once, and a success hides the fallback", async () => {
    const harness = createReactHarness(refused);
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(1);
    harness.source.handle(null);
    press();
    await advance(0);
    expect(harness.source.calls).toHaveLength(2);
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(true);
    await act(async () => (await harness.source.waiting).resolve(mint()));
    await advance(0);
    expect(screen.getByText("reader: ada")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F39 if the retry fails, the boundary still shows the fallback and does not render in a loop", async () => {
    const harness = createReactHarness(refused);
    const fallback = createFallback();
    const onError = vi.fn();
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={fallback} onError={onError}>
          {reader}
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    const rendered = fallback.mock.calls.length;
    harness.source.handle(() =>
      Promise.reject(new AssistantCloudAuthError("unauthenticated", "The token route answered 401.")),
    );
    press();
    await advance(0);
    expect(harness.source.calls).toHaveLength(2);
    expect(screen.getByRole("alert").textContent).toContain("unauthenticated");
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(false);
    expect(fallback.mock.calls.length - rendered).toBeLessThanOrEqual(3);
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(onError).toHaveBeenCalledOnce();
  });

  it("F39 if a user presses the button 50 times, the engine's call limit still applies", async () => {
    const harness = createReactHarness(refused);
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    for (let press_ = 0; press_ < 50; press_ += 1) {
      press();
      await advance(SECOND / 10);
    }
    expect(harness.source.calls).toHaveLength(10);
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(false);
  });
});

describe("recovery from an error", () => {
  it("F39 the boundary shows the newest error during automatic retries, and the children after recovery", async () => {
    const harness = createReactHarness(rejectCall);
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("source_failed");
    await advance(MINUTE);
    expect(screen.getByRole("alert").textContent).toContain("circuit_open");
    harness.source.handle(() => mint());
    await advance(2 * MINUTE);
    expect(screen.getByText("reader: ada")).toBeTruthy();
  });

  it("the boundary shows its children again when a retry finds that the user is signed out", async () => {
    const harness = createReactHarness(rejectCall);
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    harness.source.handle(() => null);
    await advance(MINUTE);
    expect(screen.getByText("reader: unauthenticated")).toBeTruthy();
  });

  it("F27 a switch of the user removes the previous user's error and does not reset the children", async () => {
    const ada = createReactHarness(refused);
    const bob = createReactHarness(() => mint("bob"));
    const ui = (tokenSource: typeof ada.tokenSource) => (
      <HarnessProvider of={ada} tokenSource={tokenSource}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
        <AuthErrorBoundary fallback={createFallback()}>
          <Draft />
        </AuthErrorBoundary>
      </HarnessProvider>
    );
    const view = renderCatching(ui(ada.tokenSource));
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("rejected");
    fireEvent.change(screen.getByLabelText("draft"), { target: { value: "half a sentence" } });
    view.rerender(ui({ ...bob.tokenSource, key: "bob" }));
    expect(screen.queryByRole("alert")).toBeNull();
    await advance(0);
    expect(screen.getByText("reader: bob")).toBeTruthy();
    expect(screen.getByLabelText<HTMLInputElement>("draft").value).toBe("half a sentence");
  });
});
