import { render } from "@testing-library/react";
import { type AuthStatus, useAuthStatus } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { advance, createReactWorld, MINUTE, mint, Probe, World } from "./react-world.tsx";

describe("useAuthStatus", () => {
  it("useAuthStatus() returns the signed-in user and no token", async () => {
    const world = createReactWorld();
    const seen: AuthStatus[] = [];
    render(
      <World of={world}>
        <Probe useIt={useAuthStatus} seen={seen} />
      </World>,
    );
    await advance(0);
    expect(seen).toEqual([
      { status: "loading", workspaceId: null, userId: null, error: null },
      { status: "authenticated", workspaceId: "org:ada", userId: "ada", error: null },
    ]);
  });

  it("F38 a successful or failed refresh rerenders none of 500 components with useAuthStatus()", async () => {
    const world = createReactWorld();
    const seen: AuthStatus[] = [];
    const readers = Array.from({ length: 500 }, (_, index) => (
      <Probe key={String(index)} useIt={useAuthStatus} seen={seen} />
    ));
    render(<World of={world}>{readers}</World>);
    await advance(0);
    seen.length = 0;
    await advance(10 * MINUTE);
    expect(world.source.calls).toHaveLength(3);
    world.source.handle(() => Promise.reject(new Error("down")));
    await advance(2 * MINUTE + 10_000);
    expect(world.source.calls.length).toBeGreaterThan(3);
    world.source.handle(() => mint());
    await advance(40_000);
    expect(seen).toEqual([]);
  });

  it("useAuthStatus() returns an error instead of throwing, and the user after the recovery", async () => {
    const world = createReactWorld(() => Promise.reject(new Error("down")));
    const seen: AuthStatus[] = [];
    render(
      <World of={world}>
        <Probe useIt={useAuthStatus} seen={seen} />
      </World>,
    );
    await advance(0);
    expect(seen.at(-1)).toMatchObject({ status: "error", userId: null, error: { code: "source_failed" } });
    world.source.handle(() => mint());
    await advance(MINUTE);
    expect(seen.at(-1)).toMatchObject({ status: "authenticated", userId: "ada", error: null });
  });

  it.each([
    ["F28 a token source with a key cannot switch to another workspace", "ada", "org:ada"],
    ["a token source without a key can switch to another workspace", null, "org-2:ada"],
  ])("%s", async (_name, key, workspaceId) => {
    const world = createReactWorld();
    const seen: AuthStatus[] = [];
    render(
      <World of={world} tokenSource={{ ...world.tokenSource, key }}>
        <Probe useIt={useAuthStatus} seen={seen} />
      </World>,
    );
    await advance(0);
    world.source.handle(() => mint("ada", "org-2:ada"));
    await advance(4 * MINUTE);
    expect(world.source.calls).toHaveLength(2);
    expect(seen.at(-1)).toMatchObject({ status: "authenticated", workspaceId });
  });
});
