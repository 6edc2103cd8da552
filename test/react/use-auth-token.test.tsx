import { render } from "@testing-library/react";
import { useAuthToken } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { advance, createReactWorld, latestOf, MINUTE, mint, Probe, SECOND, World } from "./react-world.tsx";

type GetToken = ReturnType<typeof useAuthToken>;

describe("useAuthToken", () => {
  it("F38 useAuthToken() returns the same function across renders, refreshes and switches", async () => {
    const world = createReactWorld();
    const bob = createReactWorld(() => mint("bob"));
    const seen: GetToken[] = [];
    const view = render(
      <World of={world}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(5 * MINUTE);
    view.rerender(
      <World of={world} tokenSource={{ ...bob.tokenSource, key: "bob" }}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(0);
    view.rerender(
      <World of={world} baseUrl="https://other.example">
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(0);
    expect(seen.length).toBeGreaterThan(2);
    expect(new Set(seen).size).toBe(1);
  });

  it("F38 a refresh rerenders none of 500 components with useAuthToken()", async () => {
    const world = createReactWorld();
    const seen: GetToken[] = [];
    const readers = Array.from({ length: 500 }, (_, index) => (
      <Probe key={String(index)} useIt={useAuthToken} seen={seen} />
    ));
    render(<World of={world}>{readers}</World>);
    await advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(3);
    expect(seen).toHaveLength(500);
  });

  it("F1 a hundred `getToken()` calls before the first token share one call of the token source", async () => {
    const world = createReactWorld(null);
    const seen: GetToken[] = [];
    render(
      <World of={world}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    const all = Array.from({ length: 100 }, () => latestOf(seen)());
    await advance(0);
    const token = mint();
    (await world.source.waiting).resolve(token);
    expect(new Set(await Promise.all(all))).toEqual(new Set([token]));
    expect(world.source.calls).toHaveLength(1);
  });

  it("`getToken()` returns a new token if `forceRefresh` is true", async () => {
    const world = createReactWorld();
    const seen: GetToken[] = [];
    render(
      <World of={world}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(2 * SECOND);
    const held = await latestOf(seen)();
    const promise = latestOf(seen)({ forceRefresh: true });
    await advance(0);
    expect(await promise).not.toBe(held);
    expect(world.source.calls).toHaveLength(2);
    expect(await latestOf(seen)()).toBe(await promise);
  });

  it("F21 `getToken()` resolves to null while the user is signed out", async () => {
    const world = createReactWorld(() => null);
    const seen: GetToken[] = [];
    render(
      <World of={world}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(0);
    expect(await latestOf(seen)()).toBeNull();
  });

  it("`getToken()` rejects with `disposed` after the provider has unmounted", async () => {
    const world = createReactWorld();
    const seen: GetToken[] = [];
    const view = render(
      <World of={world}>
        <Probe useIt={useAuthToken} seen={seen} />
      </World>,
    );
    await advance(0);
    view.unmount();
    await advance(0);
    await expect(latestOf(seen)()).rejects.toMatchObject({ code: "disposed" });
  });
});
