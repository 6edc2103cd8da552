import { act, fireEvent, screen } from "@testing-library/react";
import {
  AssistantCloudAuthError,
  type AssistantCloudAuthErrorCode,
  AuthErrorBoundary,
  useWorkspaceToken,
} from "assistant-cloud-auth";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactWorld, MINUTE, mint, renderCatching, World } from "./react-world.tsx";

const failing = (code: AssistantCloudAuthErrorCode) => () =>
  Promise.reject(new AssistantCloudAuthError(code, "A developer's text with a `tokenSource`."));

/** A field that reads the token, so the error boundary removes the field when the token is lost. */
function Composer(): ReactNode {
  useWorkspaceToken();
  return <input aria-label="Message" />;
}

const alert = () => screen.getByRole("alert");
const button = () => screen.getByRole("button");

describe("AuthErrorBoundary without a fallback", () => {
  it("shows the end user a remedy and no text for developers", async () => {
    renderCatching(
      <World of={createReactWorld(failing("network"))}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    expect(alert().textContent).toBe("The assistant cannot be reached.Try again");
    expect(document.body.textContent).not.toContain("tokenSource");
  });

  it("the button keeps the focus during a retry, and the message disappears when a token arrives", async () => {
    const world = createReactWorld(failing("network"));
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    button().focus();
    let answer = (_token: string) => {};
    world.source.handle(() => new Promise<string>((resolve) => (answer = resolve)));
    fireEvent.click(button());
    await advance(0);
    expect(document.activeElement).toBe(button());
    expect(button().getAttribute("aria-disabled")).toBe("true");
    answer(mint());
    await advance(0);
    expect(screen.getByLabelText("Message")).toBeTruthy();
  });

  it("moves the focus to the message if the focused field is replaced", async () => {
    const world = createReactWorld();
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    screen.getByLabelText("Message").focus();
    world.source.handle(failing("network"));
    await advance(6 * MINUTE);
    expect(document.activeElement).toBe(alert());
  });

  it("does not move the focus if the focus is outside the boundary", async () => {
    const world = createReactWorld();
    renderCatching(
      <World of={world}>
        <input aria-label="Search" />
        <AuthErrorBoundary>
          <Composer />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    screen.getByLabelText("Search").focus();
    world.source.handle(failing("network"));
    await advance(6 * MINUTE);
    expect(alert()).toBeTruthy();
    expect(document.activeElement).toBe(screen.getByLabelText("Search"));
  });

  it("the button calls the sign-in function of the app if set, and otherwise retries", async () => {
    const onSignIn = vi.fn();
    const world = createReactWorld(failing("unauthenticated"));
    const show = (signIn?: () => void) => (
      <World of={world}>
        <AuthErrorBoundary {...(signIn && { onSignIn: signIn })}>
          <Composer />
        </AuthErrorBoundary>
      </World>
    );
    const { rerender } = renderCatching(show(onSignIn));
    await advance(0);
    expect(button().textContent).toBe("Sign in");
    fireEvent.click(button());
    expect(onSignIn).toHaveBeenCalledOnce();
    const calls = world.source.calls.length;
    rerender(show());
    expect(button().textContent).toBe("Try again");
    fireEvent.click(button());
    await advance(0);
    expect(world.source.calls.length).toBe(calls + 1);
  });

  it("while offline, shows the app's translated text, and recovers when online", async () => {
    const world = createReactWorld(failing("offline"));
    renderCatching(
      <World of={world}>
        <AuthErrorBoundary messages={{ offline: { text: "Keine Verbindung." } }}>
          <Composer />
        </AuthErrorBoundary>
      </World>,
    );
    await advance(0);
    expect(alert().textContent).toBe("Keine Verbindung.");
    world.source.handle(() => mint());
    await act(async () => window.dispatchEvent(new Event("online")));
    await advance(2 * MINUTE);
    expect(screen.getByLabelText("Message")).toBeTruthy();
  });
});
