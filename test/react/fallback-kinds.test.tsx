import { screen } from "@testing-library/react";
import { AssistantCloudAuthError, AuthErrorBoundary, authErrorMessage, useWorkspaceToken } from "assistant-cloud-auth";
import type { ComponentProps, ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, renderCatching } from "./react-harness.tsx";

type Props = ComponentProps<typeof AuthErrorBoundary>;

function Reader(): ReactNode {
  return <p>{useWorkspaceToken().status}</p>;
}

const failing = () => Promise.reject(new AssistantCloudAuthError("network", "down"));

function show(props: Props, handler: (() => Promise<never>) | undefined = failing): void {
  renderCatching(
    <HarnessProvider of={createReactHarness(handler)}>
      <AuthErrorBoundary {...props}>
        <Reader />
      </AuthErrorBoundary>
    </HarnessProvider>,
  );
}

const warnings = () => vi.mocked(console.warn).mock.calls.flat();

describe("the fallback of AuthErrorBoundary", () => {
  it("F39 the boundary renders an element that is given as its fallback", async () => {
    show({ fallback: <p>Come back later</p> });
    await advance(0);
    expect(screen.getByText("Come back later")).toBeTruthy();
    expect(warnings()).toEqual([]);
  });

  it("F39 the boundary warns at mount if its fallback is neither a function nor an element", () => {
    show({ fallback: null as never }, () => new Promise(() => {}));
    expect(warnings()).toEqual([
      expect.stringMatching(/`fallback` of AuthErrorBoundary must be a function or an elem/),
    ]);
    vi.mocked(console.warn).mockClear();
  });

  it.each([null, false, "Try later", { text: "Try later" }])(
    "F39 the boundary shows the default fallback instead of the fallback %j",
    async (fallback) => {
      show({ fallback: fallback as never });
      await advance(0);
      expect(screen.getByRole("button", { name: "Try again" })).toBeTruthy();
    },
  );

  it("F39 the default fallback shows English texts if `messages` is null", async () => {
    show({ messages: null });
    await advance(0);
    expect(screen.getByRole("alert").textContent).toBe("The assistant cannot be reached.Try again");
    expect(authErrorMessage(new Error("down"), null)).toEqual(authErrorMessage(new Error("down")));
  });
});
