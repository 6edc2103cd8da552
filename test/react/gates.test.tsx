import { render } from "@testing-library/react";
import { Authenticated, AuthLoading, Unauthenticated, useWorkspaceToken } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { advance, createReactWorld, MINUTE, mint, Probe, World } from "./react-world.tsx";

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
  it("renders exactly one gate at a time, from loading to signed in", async () => {
    const world = createReactWorld();
    const { container } = render(<World of={world}>{gates}</World>);
    expect(container.textContent).toBe("loading");
    await advance(0);
    expect(container.textContent).toBe("in");
  });

  it("F21 renders the gate for signed-out users if the token source returns null", async () => {
    const world = createReactWorld(() => null);
    const { container } = render(<World of={world}>{gates}</World>);
    await advance(0);
    expect(container.textContent).toBe("out");
  });

  it("renders no gate after an error, because `AuthErrorBoundary` shows the error", async () => {
    const world = createReactWorld(() => Promise.reject(new Error("down")));
    const { container } = render(<World of={world}>{gates}</World>);
    await advance(0);
    expect(container.textContent).toBe("");
  });

  it("F27 closes an open gate immediately if the user changes", async () => {
    const world = createReactWorld(null);
    const ada = createReactWorld(() => mint());
    const view = render(
      <World of={world} tokenSource={ada.tokenSource}>
        {gates}
      </World>,
    );
    await advance(0);
    expect(view.container.textContent).toBe("in");
    view.rerender(
      <World of={world} tokenSource={{ ...world.tokenSource, key: "bob" }}>
        {gates}
      </World>,
    );
    expect(view.container.textContent).toBe("loading");
  });

  it("F38 a refresh neither unmounts nor rerenders the children of a gate", async () => {
    const world = createReactWorld();
    const seen: string[] = [];
    render(
      <World of={world}>
        <Authenticated>
          <Probe useIt={useNothing} seen={seen} />
        </Authenticated>
      </World>,
    );
    await advance(0);
    expect(seen).toEqual(["nothing"]);
    await advance(5 * MINUTE);
    expect(world.source.calls).toHaveLength(2);
    expect(seen).toEqual(["nothing"]);
  });

  it("the child of an open gate can read the token in its first render", async () => {
    const world = createReactWorld();
    const seen: string[] = [];
    render(
      <World of={world}>
        <Authenticated>
          <Probe useIt={useTokenStatus} seen={seen} />
        </Authenticated>
      </World>,
    );
    await advance(0);
    expect(seen).toEqual(["authenticated"]);
  });
});
