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
  createReactWorld,
  MINUTE,
  mint,
  OuterBoundary,
  Probe,
  renderCatching,
  SECOND,
  World,
} from "./react-world.tsx";

const useReader = () => {
  const result = useWorkspaceToken();
  return `reader: ${result.status === "authenticated" ? result.userId : result.status}`;
};
const show = (text: string) => <p>{text}</p>;
const reader = <Probe useIt={useReader} show={show} />;

/** Creates a fallback that shows the error code and the retry button. It is a mock, so tests can count its renders. */
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

const down = () => Promise.reject(new Error("down"));
const refused = () => Promise.reject(new AssistantCloudAuthError("rejected", "The exchange answered 403."));
const refusal = () => new AssistantCloudAuthError("rejected", "The API answered 403.");
const press = () => fireEvent.click(screen.getByText("Try again"));

interface BrokenProps {
  breaks: () => Error | null;
}

/** Throws an error from the app's own code while a user is signed in. */
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
  it("F39 shows the fallback once the token has expired, but not after a failed refresh alone", async () => {
    const world = createReactWorld();
    const fallback = createFallback();
    const onError = vi.fn();
    const { container } = renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={fallback} onError={onError}>
          {reader}
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    world.source.handle(down);
    await advance(4 * MINUTE + 50 * SECOND);
    expect(world.source.calls.length).toBeGreaterThan(2);
    expect(fallback).not.toHaveBeenCalled();
    expect(container.textContent).toBe("reader: ada");
    await advance(6 * SECOND);
    expect(screen.getByRole("alert").textContent).toContain("expired_token");
    expect(onError).toHaveBeenCalledOnce();
    expect(onError.mock.calls[0]?.[0]).toMatchObject({ code: "expired_token" });
  });

  it("passes an error that is not about authentication to the next boundary", async () => {
    const world = createReactWorld();
    const onError = vi.fn();
    const { container } = renderCatching(
      <OuterBoundary>
        <World of={world}>
          <AuthErrorBoundary fallback={createFallback()} onError={onError}>
            <Broken breaks={() => new Error("a bug of the app")} />
          </AuthErrorBoundary>
        </World>
      </OuterBoundary>,
    );
    await advance(0);
    expect(container.textContent).toBe("outer: a bug of the app");
    expect(onError).not.toHaveBeenCalled();
  });

  it("F39 shows the fallback for an auth error that a component throws, without a render loop", async () => {
    const world = createReactWorld();
    const fallback = createFallback();
    let broken = true;
    const { caught } = renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={fallback}>
          <Broken breaks={() => (broken ? refusal() : null)} />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("rejected");
    expect(caught).toHaveLength(1);
    await advance(10 * MINUTE);
    expect(caught).toHaveLength(1);
    const calls = world.source.calls.length;
    press();
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("rejected");
    expect(caught).toHaveLength(2);
    broken = false;
    press();
    await advance(0);
    expect(screen.getByText("fine")).toBeTruthy();
    expect(world.source.calls).toHaveLength(calls);
  });
});

describe("the button Try again of AuthErrorBoundary", () => {
  it("F39 the button retries exactly once, and a success hides the fallback", async () => {
    const world = createReactWorld(refused);
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </World>,
    );
    await advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(1);
    world.source.handle(null);
    press();
    await advance(0);
    expect(world.source.calls).toHaveLength(2);
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(true);
    await act(async () => (await world.source.waiting).resolve(mint()));
    await advance(0);
    expect(screen.getByText("reader: ada")).toBeTruthy();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(world.source.calls).toHaveLength(2);
  });

  it("F39 if the retry fails, the fallback stays, without a render loop", async () => {
    const world = createReactWorld(refused);
    const fallback = createFallback();
    const onError = vi.fn();
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={fallback} onError={onError}>
          {reader}
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    const rendered = fallback.mock.calls.length;
    world.source.handle(() =>
      Promise.reject(new AssistantCloudAuthError("unauthenticated", "The token route answered 401.")),
    );
    press();
    await advance(0);
    expect(world.source.calls).toHaveLength(2);
    expect(screen.getByRole("alert").textContent).toContain("unauthenticated");
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(false);
    expect(fallback.mock.calls.length - rendered).toBeLessThanOrEqual(3);
    await advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(2);
    expect(onError).toHaveBeenCalledOnce();
  });

  it("F39 pressing the button often never exceeds the call limit of the engine", async () => {
    const world = createReactWorld(refused);
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    for (let press_ = 0; press_ < 50; press_ += 1) {
      press();
      await advance(SECOND / 10);
    }
    expect(world.source.calls).toHaveLength(10);
    expect(screen.getByText<HTMLButtonElement>("Try again").disabled).toBe(false);
  });
});

describe("recovery from an error", () => {
  it("F39 shows the newest error during automatic retries, and the children after the recovery", async () => {
    const world = createReactWorld(down);
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    expect(screen.getByRole("alert").textContent).toContain("source_failed");
    await advance(MINUTE);
    expect(screen.getByRole("alert").textContent).toContain("circuit_open");
    world.source.handle(() => mint());
    await advance(2 * MINUTE);
    expect(screen.getByText("reader: ada")).toBeTruthy();
  });

  it("shows the children again if the user is signed out", async () => {
    const world = createReactWorld(down);
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    world.source.handle(() => null);
    await advance(MINUTE);
    expect(screen.getByText("reader: unauthenticated")).toBeTruthy();
  });

  it("F27 after a switch, removes the previous user's error, and the children's state remains", async () => {
    const ada = createReactWorld(refused);
    const bob = createReactWorld(() => mint("bob"));
    const ui = (tokenSource: typeof ada.tokenSource) => (
      <World of={ada} tokenSource={tokenSource}>
        <AuthErrorBoundary fallback={createFallback()}>{reader}</AuthErrorBoundary>
        <AuthErrorBoundary fallback={createFallback()}>
          <Draft />
        </AuthErrorBoundary>
      </World>
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
