import { act, fireEvent, screen } from "@testing-library/react";
import {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  AuthErrorBoundary,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, renderCatching } from "./react-harness.tsx";

const failing = (code: AssistantCloudAuthErrorCode) => () =>
  Promise.reject(new AssistantCloudAuthError(code, "A developer's text with a `tokenSource`."));

/** An input field that calls `useWorkspaceToken`. If the call throws, the error boundary removes the field. */
function Composer(): ReactNode {
  useWorkspaceToken();
  return <input aria-label="Message" />;
}

const alert = () => screen.getByRole("alert");
const button = () => screen.getByRole("button");

describe("AuthErrorBoundary without a fallback", () => {
  it("the default fallback shows the end user a remedy and no text for developers", async () => {
    renderCatching(
      <HarnessProvider of={createReactHarness(failing("network"))}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(alert().textContent).toBe("The assistant cannot be reached.Try again");
    expect(document.body.textContent).not.toContain("tokenSource");
  });

  it("the button keeps the focus during a retry, and the message disappears when a token arrives", async () => {
    const harness = createReactHarness(failing("network"));
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    button().focus();
    let answer = (_token: string) => {};
    harness.source.handle(() => new Promise<string>((resolve) => (answer = resolve)));
    fireEvent.click(button());
    await advance(0);
    expect(document.activeElement).toBe(button());
    expect(button().getAttribute("aria-disabled")).toBe("true");
    answer(mint());
    await advance(0);
    expect(screen.getByLabelText("Message")).toBeTruthy();
  });

  it("the boundary moves the focus to its message if the message replaces the focused field", async () => {
    const harness = createReactHarness();
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    screen.getByLabelText("Message").focus();
    harness.source.handle(failing("network"));
    await advance(6 * MINUTE);
    expect(document.activeElement).toBe(alert());
  });

  it("the boundary does not move the focus if the focus is outside the boundary", async () => {
    const harness = createReactHarness();
    renderCatching(
      <HarnessProvider of={harness}>
        <input aria-label="Search" />
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    screen.getByLabelText("Search").focus();
    harness.source.handle(failing("network"));
    await advance(6 * MINUTE);
    expect(alert()).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Search"));
  });

  it("the button calls the app's `onSignIn` if the app has set it, and otherwise retries", async () => {
    const onSignIn = vi.fn();
    const harness = createReactHarness(failing("unauthenticated"));
    const show = (signIn?: () => void) => (
      <HarnessProvider of={harness}>
        <AuthErrorBoundary {...(signIn && { onSignIn: signIn })}>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>
    );
    const { rerender } = renderCatching(show(onSignIn));
    await advance(0);
    expect(button().textContent).toBe("Sign in");
    fireEvent.click(button());
    expect(onSignIn).toHaveBeenCalledOnce();
    const calls = harness.source.calls.length;
    rerender(show());
    expect(button().textContent).toBe("Try again");
    fireEvent.click(button());
    await advance(0);
    expect(harness.source.calls.length).toBe(calls + 1);
  });

  it("calls `onSignIn` without arguments, because the function may take options, such as `loginWithRedirect`", async () => {
    const onSignIn = vi.fn();
    renderCatching(
      <HarnessProvider of={createReactHarness(failing("unauthenticated"))}>
        <AuthErrorBoundary onSignIn={onSignIn}>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    fireEvent.click(button());
    expect(onSignIn).toHaveBeenCalledExactlyOnceWith();
  });

  it.each([null, false, "/login"])("the button retries if `onSignIn` is %j instead of a function", async (onSignIn) => {
    const harness = createReactHarness(failing("unauthenticated"));
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary onSignIn={onSignIn as never}>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(button().textContent).toBe("Try again");
    const calls = harness.source.calls.length;
    fireEvent.click(button());
    await advance(0);
    expect(harness.source.calls.length).toBe(calls + 1);
  });

  it("the boundary shows the app's translated text while the browser is offline, and then recovers", async () => {
    const harness = createReactHarness(failing("offline"));
    renderCatching(
      <HarnessProvider of={harness}>
        <AuthErrorBoundary messages={{ offline: { text: "Keine Verbindung." } }}>
          <Composer />
        </AuthErrorBoundary>
      </HarnessProvider>,
    );
    await advance(0);
    expect(alert().textContent).toBe("Keine Verbindung.");
    harness.source.handle(() => mint());
    await act(async () => window.dispatchEvent(new Event("online")));
    await advance(2 * MINUTE);
    expect(screen.getByLabelText("Message")).toBeTruthy();
  });
});
