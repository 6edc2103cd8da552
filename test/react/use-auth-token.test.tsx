import { render } from "@testing-library/react";
import { useAuthToken } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import {
  advance,
  createReactHarness,
  HarnessProvider,
  latestOf,
  MINUTE,
  mint,
  Probe,
  SECOND,
} from "./react-harness.tsx";

type GetToken = ReturnType<typeof useAuthToken>;

describe("useAuthToken", () => {
  it("F38 useAuthToken() returns the same function even if the token, the user or the base URL changes", async () => {
    const harness = createReactHarness();
    const bob = createReactHarness(() => mint("bob"));
    const seen: GetToken[] = [];
    const view = render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(5 * MINUTE);
    view.rerender(
      <HarnessProvider of={harness} tokenSource={{ ...bob.tokenSource, key: "bob" }}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    view.rerender(
      <HarnessProvider of={harness} baseUrl="https://other.example">
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen).size).toBe(1);
  });

  it("F38 a refresh rerenders none of 500 components that call useAuthToken()", async () => {
    const harness = createReactHarness();
    const seen: GetToken[] = [];
    const readers = Array.from({ length: 500 }, (_, index) => (
      <Probe key={String(index)} useHook={useAuthToken} seen={seen} />
    ));
    render(<HarnessProvider of={harness}>{readers}</HarnessProvider>);
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
    expect(seen).toHaveLength(500);
  });

  it("F1 a hundred `getToken()` calls before the first token share one call of the token source", async () => {
    const harness = createReactHarness(null);
    const seen: GetToken[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    const all = Array.from({ length: 100 }, () => latestOf(seen)());
    await advance(0);
    const token = mint();
    (await harness.source.waiting).resolve(token);
    expect(new Set(await Promise.all(all))).toEqual(new Set([token]));
    expect(harness.source.calls).toHaveLength(1);
  });

  it("`getToken()` returns a new token if `forceRefresh` is true", async () => {
    const harness = createReactHarness();
    const seen: GetToken[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(2 * SECOND);
    const held = await latestOf(seen)();
    const promise = latestOf(seen)({ forceRefresh: true });
    await advance(0);
    expect(await promise).not.toBe(held);
    expect(harness.source.calls).toHaveLength(2);
    expect(await latestOf(seen)()).toBe(await promise);
  });

  it("F21 `getToken()` resolves to null while the user is signed out", async () => {
    const harness = createReactHarness(() => null);
    const seen: GetToken[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(await latestOf(seen)()).toBeNull();
  });

  it("`getToken()` rejects with `disposed` after the provider has unmounted", async () => {
    const harness = createReactHarness();
    const seen: GetToken[] = [];
    const view = render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    view.unmount();
    await advance(0);
    await expect(latestOf(seen)()).rejects.toMatchObject({ code: "disposed" });
  });
});
