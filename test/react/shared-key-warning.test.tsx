import { render } from "@testing-library/react";
import { useAuthToken, useWorkspaceToken } from "assistant-cloud-auth";
import { Activity, type ReactNode, StrictMode, useLayoutEffect } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, SECOND } from "./react-harness.tsx";
import { createApp } from "./transition-app.tsx";

const harness = createReactHarness();
const warnings = () => vi.mocked(console.warn).mock.calls.map(String);

/** Requests a token in a layout effect, before the provider's own effect, and shows the status. */
function Reader(): ReactNode {
  const getToken = useAuthToken();
  useLayoutEffect(() => void getToken(), [getToken]);
  return useWorkspaceToken().status;
}

const provider = (key?: string) => (
  <HarnessProvider of={harness} key={key}>
    <Reader />
  </HarnessProvider>
);

// The warning appears once per page, so the last test also shows that it has not appeared before.
describe("the warning about two providers with the same key", () => {
  it.each<[string, (step: number) => ReactNode]>([
    ["a provider in StrictMode", () => <StrictMode>{provider()}</StrictMode>],
    ["a provider that is mounted again with another React key", (step) => provider(`${step}`)],
    ["a provider that is mounted again in StrictMode", (step) => <StrictMode>{provider(`${step}`)}</StrictMode>],
    [
      "a provider that moves in the tree",
      (step) => (step % 2 === 0 ? <main>{provider()}</main> : <section>{provider()}</section>),
    ],
    [
      "two pages in <Activity>, one of which is visible",
      (step) =>
        [0, 1].map((page) => (
          <Activity key={page} mode={page === step % 2 ? "visible" : "hidden"}>
            {provider()}
          </Activity>
        )),
    ],
  ])("does not appear for %s", async (_, app) => {
    const view = render(app(0));
    await advance(SECOND);
    for (const step of [1, 2]) {
      view.rerender(app(step));
      await advance(SECOND);
    }
    expect(view.container.textContent).toContain("authenticated");
    expect(warnings()).toEqual([]);
  });

  it("does not appear for a transition between two organizations", async () => {
    const { app, goTo, goAtOnce } = createApp();
    const { container } = render(app);
    for (const go of [goTo, goAtOnce]) {
      await advance(SECOND);
      await go("b");
      await advance(SECOND);
      await go("a");
    }
    await advance(SECOND);
    expect(container.textContent).toBe("a:ada");
    expect(warnings()).toEqual([]);
  });

  it("appears once in development, and names `key` and the remedy", async () => {
    const { container } = render([provider("first"), provider("second"), provider("third")]);
    await advance(SECOND);
    expect(container.textContent).toContain("authenticated");
    expect(warnings()).toEqual([
      expect.stringMatching(/the same `key` of `tokenSource`.*one <AssistantCloudProvider>/),
    ]);
    vi.mocked(console.warn).mockClear();
  });
});
