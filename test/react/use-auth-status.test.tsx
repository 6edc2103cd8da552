import { render } from "@testing-library/react";
import { type AuthStatus, useAuthStatus } from "assistant-cloud-auth";
import { describe, expect, it } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, Probe } from "./react-harness.tsx";

describe("useAuthStatus", () => {
  it("useAuthStatus() returns the signed-in user and no token", async () => {
    const harness = createReactHarness();
    const seen: AuthStatus[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthStatus} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(seen).toEqual([
      { status: "loading", workspaceId: null, userId: null, error: null },
      { status: "authenticated", workspaceId: "org:ada", userId: "ada", error: null },
    ]);
  });

  it("F38 a successful or failed refresh rerenders none of 500 components that call useAuthStatus()", async () => {
    const harness = createReactHarness();
    const seen: AuthStatus[] = [];
    const readers = Array.from({ length: 500 }, (_, index) => (
      <Probe key={String(index)} useHook={useAuthStatus} seen={seen} />
    ));
    render(<HarnessProvider of={harness}>{readers}</HarnessProvider>);
    await advance(0);
    seen.length = 0;
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
    harness.source.handle(() => Promise.reject(new Error("down")));
    await advance(2 * MINUTE + 10_000);
    expect(harness.source.calls.length).toBeGreaterThan(3);
    harness.source.handle(() => mint());
    await advance(40_000);
    expect(seen).toEqual([]);
  });

  it("useAuthStatus() returns an error instead of throwing it, and returns the user after the recovery", async () => {
    const harness = createReactHarness(() => Promise.reject(new Error("down")));
    const seen: AuthStatus[] = [];
    render(
      <HarnessProvider of={harness}>
        <Probe useHook={useAuthStatus} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(seen.at(-1)).toMatchObject({ status: "error", userId: null, error: { code: "source_failed" } });
    harness.source.handle(() => mint());
    await advance(MINUTE);
    expect(seen.at(-1)).toMatchObject({ status: "authenticated", userId: "ada", error: null });
  });

  it.each([
    ["F28 a token source with a key cannot switch to another workspace", "ada", "org:ada"],
    ["a token source without a key can switch to another workspace", null, "org-2:ada"],
  ])("%s", async (_name, key, workspaceId) => {
    const harness = createReactHarness();
    const seen: AuthStatus[] = [];
    render(
      <HarnessProvider of={harness} tokenSource={{ ...harness.tokenSource, key }}>
        <Probe useHook={useAuthStatus} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    harness.source.handle(() => mint("ada", "org-2:ada"));
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(seen.at(-1)).toMatchObject({ status: "authenticated", workspaceId });
  });
});
