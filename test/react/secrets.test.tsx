import { inspect } from "node:util";
import { dehydrate, QueryClient } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { AuthErrorBoundary, useAuthStatus, useAuthToken, useWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, StrictMode } from "react";
import { describe, expect, it } from "vitest";
import { useAuthContext } from "../../src/react/auth-context.ts";
import { advance, createReactHarness, HarnessProvider, MINUTE } from "./react-harness.tsx";

const JWT = /eyJ/;

interface Fiber {
  memoizedProps: unknown;
  child: Fiber | null;
  sibling: Fiber | null;
}

/** Returns the props of every component and element in a container. React's devtools can show these props. */
function propsBelow(container: Element): unknown[] {
  const slot = Object.keys(container).find((name) => name.startsWith("__reactContainer$")) ?? "";
  const found: unknown[] = [];
  const visit = (fiber: Fiber | null): void => {
    if (fiber === null) return;
    found.push(fiber.memoizedProps);
    visit(fiber.child);
    visit(fiber.sibling);
  };
  visit((container as unknown as Record<string, Fiber>)[slot] ?? null);
  return found;
}

function Reader(): ReactNode {
  const { token, refreshError } = useWorkspaceToken();
  const { status } = useAuthStatus();
  useAuthToken();
  return (
    <p
      title={inspect(useAuthContext(), { depth: null, getters: true })}
    >{`${status} ${token !== null} ${refreshError?.code}`}</p>
  );
}

describe("where the token could leak", () => {
  it("F43 no prop, markup, context or event contains the token", async () => {
    const harness = createReactHarness();
    const { container } = render(
      <StrictMode>
        <HarnessProvider of={harness} queryClient={new QueryClient()}>
          <AuthErrorBoundary fallback={({ error }) => <p title={inspect(error)}>{error.message}</p>}>
            <Reader />
          </AuthErrorBoundary>
        </HarnessProvider>
      </StrictMode>,
    );
    const shown: string[] = [];
    const recordShown = () => {
      const props = propsBelow(container);
      expect(props.length).toBeGreaterThan(8);
      shown.push(container.textContent, container.outerHTML, JSON.stringify(harness.events));
      shown.push(...props.map((each) => inspect(each, { depth: 5, getters: true })));
    };
    await advance(0);
    recordShown();
    await advance(4 * MINUTE);
    harness.source.handle(() => Promise.reject(new Error("down")));
    await advance(4 * MINUTE);
    recordShown();
    expect(shown.join()).toContain("authenticated true undefined");
    expect(shown.join()).toContain("authenticated true source_failed");
    expect(shown.filter((text) => JWT.test(text))).toEqual([]);
  });

  it("F41 no dehydrated snapshot of the query cache contains the token", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const stored: string[] = [];
    app.getQueryCache().subscribe(() => void stored.push(JSON.stringify(dehydrate(app))));
    render(
      <HarnessProvider of={harness} queryClient={app}>
        <Reader />
      </HarnessProvider>,
    );
    await advance(9 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
    expect(stored.some((state) => state.includes("workspace-token"))).toBe(true);
    for (const state of stored) expect(state).not.toMatch(/eyJ|ada/);
  });
});
