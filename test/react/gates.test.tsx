import { render } from "@testing-library/react";
import { Authenticated, AuthLoading, Unauthenticated, useWorkspaceToken } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, Probe } from "./react-harness.tsx";

const gates = (
  <>
    <AuthLoading>loading</AuthLoading>
    <Authenticated>in</Authenticated>
    <Unauthenticated>out</Unauthenticated>
  </>
);

const useNothing = () => "nothing";
const useTokenStatus = () => useWorkspaceToken().status;

describe("the gates Authenticated, Unauthenticated and AuthLoading", () => {
  it("only AuthLoading renders its children until the first token arrives, and then only Authenticated", async () => {
    const harness = createReactHarness();
    const { container } = render(<HarnessProvider of={harness}>{gates}</HarnessProvider>);
    expect(container.textContent).toBe("loading");
    await advance(0);
    expect(container.textContent).toBe("in");
  });

  it("F21 the gate for signed-out users renders its children if the token source returns null", async () => {
    const harness = createReactHarness(() => null);
    const { container } = render(<HarnessProvider of={harness}>{gates}</HarnessProvider>);
    await advance(0);
    expect(container.textContent).toBe("out");
  });

  it("no gate renders its children after an error, because `AuthErrorBoundary` shows the error", async () => {
    const harness = createReactHarness(() => Promise.reject(new Error("down")));
    const { container } = render(<HarnessProvider of={harness}>{gates}</HarnessProvider>);
    await advance(0);
    expect(container.textContent).toBe("");
  });

  it("F27 an open gate closes immediately if the user changes", async () => {
    const harness = createReactHarness(null);
    const ada = createReactHarness(() => mint());
    const view = render(
      <HarnessProvider of={harness} tokenSource={ada.tokenSource}>
        {gates}
      </HarnessProvider>,
    );
    await advance(0);
    expect(view.container.textContent).toBe("in");
    view.rerender(
      <HarnessProvider of={harness} tokenSource={{ ...harness.tokenSource, key: "bob" }}>
        {gates}
      </HarnessProvider>,
    );
    expect(view.container.textContent).toBe("loading");
  });

  it("F38 a refresh neither unmounts nor rerenders the children of a gate", async () => {
    const harness = createReactHarness();
    const seen: string[] = [];
    render(
      <HarnessProvider of={harness}>
        <Authenticated>
          <Probe useHook={useNothing} seen={seen} />
        </Authenticated>
      </HarnessProvider>,
    );
    await advance(0);
    expect(seen).toEqual(["nothing"]);
    await advance(5 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(seen).toEqual(["nothing"]);
  });

  it("the child of an open gate can read the token in its first render", async () => {
    const harness = createReactHarness();
    const seen: string[] = [];
    render(
      <HarnessProvider of={harness}>
        <Authenticated>
          <Probe useHook={useTokenStatus} seen={seen} />
        </Authenticated>
      </HarnessProvider>,
    );
    await advance(0);
    expect(seen).toEqual(["authenticated"]);
  });
});
