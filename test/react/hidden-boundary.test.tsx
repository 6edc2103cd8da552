import { act, render } from "@testing-library/react";
import { AuthErrorBoundary, useSuspenseWorkspaceToken, useWorkspaceToken } from "assistant-cloud-auth";
import { Activity, type ReactNode, StrictMode, Suspense, use } from "react";
import { describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, mint, renderCatching, SECOND } from "./react-harness.tsx";

const Status = () => useWorkspaceToken().status;
const SuspendingStatus = () => useSuspenseWorkspaceToken().status;

/** Fails until `isHealthy` is true. */
function createOutage() {
  const outage = { isHealthy: false };
  const harness = createReactHarness(() => {
    if (outage.isHealthy) return mint();
    throw new TypeError("the backend is down");
  });
  return { outage, harness };
}

interface Hidden {
  isHidden: boolean;
  children: ReactNode;
}

const endless = new Promise<never>(() => {});
const Suspends = ({ isHidden }: Pick<Hidden, "isHidden">) => (isHidden ? use(endless) : null);

const hides: [string, (props: Hidden) => ReactNode][] = [
  ["<Activity>", ({ isHidden, children }) => <Activity mode={isHidden ? "hidden" : "visible"}>{children}</Activity>],
  [
    "a sibling that suspends",
    ({ isHidden, children }) => (
      <Suspense fallback="wait">
        {children}
        <Suspends isHidden={isHidden} />
      </Suspense>
    ),
  ],
];
const wraps: [string, (app: ReactNode) => ReactNode][] = [
  ["without StrictMode", (app) => app],
  ["in StrictMode", (app) => <StrictMode>{app}</StrictMode>],
];
const rows = hides.flatMap(([how, Hide]) => wraps.map(([mode, wrap]) => [how, mode, Hide, wrap] as const));

describe("AuthErrorBoundary in a hidden tree", () => {
  it.each(rows)(
    "F49 F39 shows the children if the engine has recovered meanwhile: %s, %s",
    async (_how, _mode, Hide, wrap) => {
      const { outage, harness } = createOutage();
      const app = (isHidden: boolean) =>
        wrap(
          <HarnessProvider of={harness}>
            <Hide isHidden={isHidden}>
              <AuthErrorBoundary>
                <Status />
              </AuthErrorBoundary>
            </Hide>
          </HarnessProvider>,
        );
      const view = renderCatching(app(false));
      await advance(0);
      expect(view.getByRole("alert").textContent).toContain("cannot be reached");
      await act(async () => view.rerender(app(true)));
      await advance(0);
      outage.isHealthy = true;
      await advance(30 * SECOND);
      await act(async () => view.rerender(app(false)));
      await advance(0);
      expect(view.container.textContent).toBe("authenticated");
    },
  );

  it("F49 a provider that React renders in a hidden tree first causes no warning about a missing mount", async () => {
    const harness = createReactHarness();
    const app = (
      <Activity mode="hidden">
        <HarnessProvider of={harness}>
          <Suspense fallback="wait">
            <SuspendingStatus />
          </Suspense>
        </HarnessProvider>
      </Activity>
    );
    const view = await act(async () => render(app));
    await advance(10 * SECOND);
    expect(console.warn).not.toHaveBeenCalled();
    await act(async () => view.unmount());
  });
});
