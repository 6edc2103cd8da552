import { act, render } from "@testing-library/react";
import { useProviderTokenSource } from "assistant-cloud-auth";
import { type ReactNode, Suspense, startTransition, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, SECOND } from "./react-harness.tsx";
import { createApp, modes, Reader } from "./transition-app.tsx";

describe.each(modes)("a React transition to another organization, %s", (_name, wrap) => {
  it("F48 the app shows the old workspace until the new one is ready, and calls the new source once", async () => {
    const { app, harnesses, goTo, callsOf } = createApp();
    harnesses.b.source.handle(null);
    const { container } = render(wrap(app));
    await advance(0);
    expect(container.textContent).toBe("a:ada");
    await goTo("b");
    await advance(SECOND);
    expect(container.textContent).toBe("a:ada");
    await act(async () => (await harnesses.b.source.waiting).resolve(mint("ada", "b:ada")));
    await advance(0);
    expect(container.textContent).toBe("b:ada");
    expect([callsOf("a").length, callsOf("b").length]).toEqual([1, 1]);
    harnesses.b.source.handle(() => mint("ada", "b:ada"));
    await advance(5 * MINUTE);
    expect([callsOf("a").length, callsOf("b").length]).toEqual([1, 2]);
  });

  it("F48 if a transition to organization c starts during a transition to b, the app shows c", async () => {
    const { app, harnesses, goTo, callsOf } = createApp();
    harnesses.b.source.handle(null);
    const { container } = render(wrap(app));
    await advance(0);
    await goTo("b");
    await goTo("c");
    await advance(0);
    expect(container.textContent).toBe("c:ada");
    expect(callsOf("b").every(({ request }) => request.signal.aborted)).toBe(true);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("F48 an abandoned transition aborts its calls of the token source and leaves no timer", async () => {
    const { app, harnesses, goTo, goAtOnce, callsOf } = createApp();
    harnesses.b.source.handle(null);
    const { container, unmount } = render(wrap(app));
    await advance(0);
    await goTo("b");
    await goAtOnce("a");
    await advance(30 * SECOND);
    expect(container.textContent).toBe("a:ada");
    expect(callsOf("b").every(({ request }) => request.signal.aborted)).toBe(true);
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    await advance(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("F48 the app shows no workspace if the token source of the new organization returns null", async () => {
    const { app, harnesses, goTo, goAtOnce } = createApp();
    harnesses.b.source.handle(() => null);
    const { container } = render(wrap(app));
    await advance(0);
    await goTo("b");
    await advance(0);
    expect(container.textContent).toBe("null");
    await goAtOnce("a");
    await advance(0);
    expect(container.textContent).toBe("a:ada");
  });
});

interface UserAppProps {
  harness: ReturnType<typeof createReactHarness>;
  askedUsers: string[];
  takeSetter: (set: (user: string) => void) => void;
}

function UserApp({ harness, askedUsers, takeSetter }: UserAppProps): ReactNode {
  const [user, setUser] = useState("ada");
  takeSetter(setUser);
  const tokenSource = useProviderTokenSource({
    isLoading: false,
    identity: [user],
    async getToken() {
      askedUsers.push(user);
      return mint(user);
    },
  });
  return (
    <HarnessProvider of={harness} tokenSource={{ ...tokenSource, kind: "backend" }}>
      <Suspense fallback={<p>waiting</p>}>
        <Reader />
      </Suspense>
    </HarnessProvider>
  );
}

describe("useProviderTokenSource() during a React transition to another user", () => {
  it("F48 the hook calls getToken once for the new user, and then the app shows the new user", async () => {
    const harness = createReactHarness();
    const askedUsers: string[] = [];
    let setUser: (user: string) => void = () => {};
    const app = (
      <UserApp
        harness={harness}
        askedUsers={askedUsers}
        takeSetter={(setter) => {
          setUser = setter;
        }}
      />
    );
    const { container } = render(app);
    await advance(0);
    expect(container.textContent).toBe("org:ada");
    await act(async () => startTransition(() => setUser("bob")));
    await advance(0);
    expect(container.textContent).toBe("org:bob");
    expect(askedUsers).toEqual(["ada", "bob"]);
  });
});
