import { act, render } from "@testing-library/react";
import { useAuthStatus, useAuthToken, useWorkspaceToken, type WorkspaceToken } from "assistant-cloud-auth";
import { type ReactNode, useEffect, useLayoutEffect } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, latestOf, mint, Probe, SECOND } from "./react-harness.tsx";

/** Creates the sources of two users for one provider. */
function createTwoUsers() {
  const harness = createReactHarness();
  const bob = createReactHarness(() => mint("bob"));
  const sources = { ada: harness.tokenSource, bob: { ...bob.tokenSource, key: "bob" } };
  const signedIn = (user: keyof typeof sources, children: ReactNode) => (
    <HarnessProvider of={harness} tokenSource={sources[user]}>
      {children}
    </HarnessProvider>
  );
  return { ada: harness.source, bob: bob.source, events: harness.events, signedIn };
}

const useBoth = () => {
  const { userId, token } = useWorkspaceToken();
  return { userId, token, statusUserId: useAuthStatus().userId };
};
const useCalls = () => ({ getToken: useAuthToken(), token: useWorkspaceToken().token });

interface TokenReaderProps {
  reads: Promise<string | null>[];
}

/** Requests a token in a layout effect and in an effect, whenever the auth status becomes `loading`. */
function TokenReader({ reads }: TokenReaderProps): ReactNode {
  const getToken = useAuthToken();
  const { status } = useAuthStatus();
  useLayoutEffect(() => {
    if (status === "loading") reads.push(getToken());
  }, [getToken, status, reads]);
  useEffect(() => {
    if (status === "loading") reads.push(getToken());
  }, [getToken, status, reads]);
  return null;
}

const subjectOf = (token: string | null) =>
  JSON.parse(Buffer.from(token?.split(".")[1] ?? "", "base64url").toString()).sub;

describe("a switch of the user in the provider", () => {
  it("F27 the hooks return no data of the first user after a switch to a second user", async () => {
    const { signedIn } = createTwoUsers();
    const seen: ReturnType<typeof useBoth>[] = [];
    const probe = () => <Probe useHook={useBoth} seen={seen} />;
    const view = render(signedIn("ada", probe()));
    await advance(0);
    expect(latestOf(seen)).toMatchObject({ userId: "ada", statusUserId: "ada" });
    seen.length = 0;
    view.rerender(signedIn("bob", probe()));
    expect(seen.length).toBeGreaterThan(0);
    for (const result of seen) expect(result).toEqual({ userId: null, statusUserId: null, token: null });
    seen.length = 0;
    await advance(0);
    for (const result of seen) expect(result).toMatchObject({ userId: "bob", statusUserId: "bob" });
    expect(subjectOf(latestOf(seen).token)).toBe("bob");
  });

  it("a switch of the user rerenders a component once immediately, and once more with the next token", async () => {
    const { signedIn } = createTwoUsers();
    const seen: ReturnType<typeof useBoth>[] = [];
    const view = render(signedIn("ada", <Probe useHook={useBoth} seen={seen} />));
    await advance(0);
    seen.length = 0;
    view.rerender(signedIn("bob", <Probe useHook={useBoth} seen={seen} />));
    expect(seen).toHaveLength(1);
    await advance(0);
    expect(seen).toHaveLength(2);
  });

  it("if a source becomes pending and ready again under the same key, components read no token until it is ready", async () => {
    const harness = createReactHarness();
    const seen: WorkspaceToken[] = [];
    const page = (isPending: boolean) => (
      <HarnessProvider of={harness} tokenSource={{ ...harness.tokenSource, isPending }}>
        <Probe useHook={useWorkspaceToken} seen={seen} />
      </HarnessProvider>
    );
    const view = render(page(false));
    await advance(0);
    expect(latestOf(seen).status).toBe("authenticated");
    view.rerender(page(true));
    await advance(0);
    expect(latestOf(seen).status).toBe("loading");
    view.rerender(page(false));
    await advance(SECOND);
    expect(latestOf(seen).status).toBe("authenticated");
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F27 if the user changes, the first user's waiting `getToken()` calls reject with `superseded`", async () => {
    const { ada, bob, events, signedIn } = createTwoUsers();
    ada.handle(null);
    bob.handle(null);
    const seen: ReturnType<typeof useCalls>[] = [];
    const probe = () => <Probe useHook={useCalls} seen={seen} />;
    const view = render(signedIn("ada", probe()));
    await advance(0);
    const first = latestOf(seen)
      .getToken()
      .then(
        () => "resolved",
        (error) => error.code,
      );
    view.rerender(signedIn("bob", probe()));
    const second = latestOf(seen).getToken();
    await advance(0);
    expect(ada.calls[0]?.request.signal.aborted).toBe(true);
    expect(await first).toBe("superseded");
    await act(async () => ada.calls[0]?.resolve(mint("ada")));
    const token = mint("bob");
    await act(async () => (await bob.waiting).resolve(token));
    await advance(0);
    expect(await second).toBe(token);
    expect(new Set(seen.map((result) => result.token))).toEqual(new Set([null, token]));
    expect([ada.calls.length, bob.calls.length]).toEqual([1, 1]);
    expect(events.filter((event) => event.type === "refresh_succeeded")).toHaveLength(1);
  });

  it("F27 an effect that runs right after the switch never gets the first user's token", async () => {
    const { signedIn } = createTwoUsers();
    const reads: Promise<string | null>[] = [];
    const view = render(signedIn("ada", <TokenReader reads={reads} />));
    await advance(0);
    reads.length = 0;
    view.rerender(signedIn("bob", <TokenReader reads={reads} />));
    await advance(0);
    expect((await Promise.all(reads)).map(subjectOf)).toEqual(["bob", "bob"]);
  });

  it("F27 after several switches, the app shows the last user, and each switch caused one source call", async () => {
    const { ada, bob, signedIn } = createTwoUsers();
    const seen: ReturnType<typeof useBoth>[] = [];
    const probe = () => <Probe useHook={useBoth} seen={seen} />;
    const view = render(signedIn("ada", probe()));
    await advance(0);
    for (const user of ["bob", "ada", "bob"] as const) {
      view.rerender(signedIn(user, probe()));
      await advance(0);
    }
    expect(latestOf(seen).userId).toBe("bob");
    expect([ada.calls.length, bob.calls.length]).toEqual([2, 2]);
    expect(vi.getTimerCount()).toBe(1);
  });
});
