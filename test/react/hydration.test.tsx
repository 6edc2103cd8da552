import { act } from "@testing-library/react";
import { Authenticated, AuthLoading, useAuthStatus, useWorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, StrictMode, Suspense } from "react";
import { hydrateRoot, type Root } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE } from "./react-harness.tsx";

let root: Root | undefined;
afterEach(() => {
  act(() => root?.unmount());
  document.body.replaceChildren();
});

function Reader(): ReactNode {
  const { status, userId } = useWorkspaceToken();
  return <p>{`${status} ${userId} ${useAuthStatus().status}`}</p>;
}

interface LateProps {
  part: { isHere: boolean; code: Promise<void> };
}

/** A part of the page that suspends until its code has loaded. */
function Late({ part }: LateProps): ReactNode {
  if (!part.isHere) throw part.code;
  return <Reader />;
}

describe("hydration of server-rendered markup", () => {
  it.each([
    ["without StrictMode", (app: ReactNode) => app],
    ["in StrictMode", (app: ReactNode) => <StrictMode>{app}</StrictMode>],
  ])("F41 %s, the app hydrates without a mismatch and fetches the token once", async (_name, wrap) => {
    const harness = createReactHarness();
    const app = wrap(
      <HarnessProvider of={harness}>
        <Reader />
        <AuthLoading>wait</AuthLoading>
        <Authenticated>in</Authenticated>
      </HarnessProvider>,
    );
    const container = document.createElement("div");
    document.body.append(container);
    container.innerHTML = renderToString(app);
    expect(container.textContent).toBe("loading null loadingwait");
    expect(harness.source.calls).toEqual([]);
    const paragraph = container.querySelector("p");
    const mismatches: unknown[] = [];
    await act(async () => {
      root = hydrateRoot(container, app, { onRecoverableError: (error) => void mismatches.push(error) });
    });
    await advance(0);
    expect(mismatches).toEqual([]);
    expect(container.querySelector("p")).toBe(paragraph);
    expect(container.textContent).toBe("authenticated ada authenticatedin");
    expect(container.innerHTML).not.toContain("eyJ");
    expect(harness.source.calls).toHaveLength(1);
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F41 a Suspense boundary hydrates without a mismatch even if its code loads after the token arrives", async () => {
    const harness = createReactHarness();
    let arrive = () => {};
    const code = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    const part = { isHere: true, code };
    const app = (
      <HarnessProvider of={harness}>
        <Suspense fallback="waiting">
          <Late part={part} />
        </Suspense>
      </HarnessProvider>
    );
    const container = document.createElement("div");
    document.body.append(container);
    container.innerHTML = renderToString(app);
    const paragraph = container.querySelector("p");
    part.isHere = false;
    const mismatches: unknown[] = [];
    await act(async () => {
      root = hydrateRoot(container, app, { onRecoverableError: (error) => void mismatches.push(error) });
    });
    await advance(0);
    expect(harness.source.calls).toHaveLength(1);
    expect(container.textContent).toContain("loading null loading");
    part.isHere = true;
    await act(async () => arrive());
    await advance(0);
    expect(mismatches).toEqual([]);
    expect(container.querySelector("p")).toBe(paragraph);
    expect(container.textContent).toBe("authenticated ada authenticated");
  });
});
