import { act, render } from "@testing-library/react";
import type { TokenSource } from "assistant-cloud-auth";
import { type ReactNode, Suspense, startTransition, useState } from "react";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, MINUTE, mint, SECOND } from "./react-harness.tsx";
import { createApp, modes, Reader } from "./transition-app.tsx";
import { watchListeners } from "./watch-listeners.ts";

/** Renders an app and waits for the first token. */
async function start(ui: ReactNode) {
  const view = render(ui);
  await advance(0);
  return view;
}

describe.each(modes)("renders during a React transition to another organization, %s", (_name, wrap) => {
  it("unrelated urgent renders do not repeat the source call for the new organization", async () => {
    const { app, harnesses, goTo, renderAtOnce, callsOf } = createApp();
    harnesses.b.source.handle(null);
    const { container } = await start(wrap(app));
    await goTo("b");
    await advance(0);
    for (let time = 0; time < 5; time += 1) {
      await renderAtOnce();
      await advance(SECOND);
      expect(container.textContent).toBe("a:ada");
    }
    expect(callsOf("b")).toHaveLength(1);
    expect(callsOf("b")[0]?.request.signal.aborted).toBe(false);
    await act(async () => (await harnesses.b.source.waiting).resolve(mint("ada", "b:ada")));
    await advance(0);
    expect(container.textContent).toBe("b:ada");
    expect([callsOf("a").length, callsOf("b").length]).toEqual([1, 1]);
  });

  it("a transition ends although its token source causes an urgent render at each call", async () => {
    const { app, harnesses, goTo, rerenderAtOnce, callsOf } = createApp();
    harnesses.b.source.handle(async () => {
      if (callsOf("b").length < 10) rerenderAtOnce();
      await new Promise((resolve) => setTimeout(resolve, SECOND));
      return mint("ada", "b:ada");
    });
    const { container } = await start(wrap(app));
    await goTo("b");
    await advance(5 * SECOND);
    expect(container.textContent).toBe("b:ada");
    expect(callsOf("b")).toHaveLength(1);
  });

  it("if the target of a transition changes back and forth, the app calls each target's source once", async () => {
    const { app, harnesses, goTo, renderAtOnce, callsOf } = createApp();
    harnesses.b.source.handle(null);
    harnesses.c.source.handle(null);
    const { container } = await start(wrap(app));
    for (const organization of ["b", "c", "b"] as const) {
      await goTo(organization);
      await renderAtOnce();
      await advance(SECOND);
    }
    expect(container.textContent).toBe("a:ada");
    await act(async () => (await harnesses.b.source.waiting).resolve(mint("ada", "b:ada")));
    await advance(0);
    expect(container.textContent).toBe("b:ada");
    expect([callsOf("b").length, callsOf("c").length]).toEqual([1, 1]);
    expect(callsOf("c")[0]?.request.signal.aborted).toBe(true);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("during a transition to organization b, an urgent switch to organization c disposes b's engine", async () => {
    const { app, harnesses, goTo, goAtOnce, callsOf } = createApp();
    harnesses.b.source.handle(null);
    const { container } = await start(wrap(app));
    await goTo("b");
    await goAtOnce("c");
    await advance(0);
    expect(container.textContent).toBe("c:ada");
    expect(callsOf("b").every(({ request }) => request.signal.aborted)).toBe(true);
    expect(vi.getTimerCount()).toBe(1);
  });
});

describe.each(modes)("an abandoned React transition whose source call never settles, %s", (_name, wrap) => {
  const slow = { sourceTimeoutMs: 60 * MINUTE };

  it.each([false, true])("aborts the source call (urgent render of the app: %s)", async (isRendered) => {
    const { app, harnesses, goTo, goAtOnce, renderAtOnce, callsOf } = createApp(slow);
    harnesses.b.source.handle(null);
    const { container } = await start(wrap(app));
    await goTo("b");
    await goAtOnce("a");
    if (isRendered) await renderAtOnce();
    await advance(30 * SECOND);
    expect(container.textContent).toBe("a:ada");
    expect(callsOf("b").map(({ request }) => request.signal.aborted)).toEqual([true]);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("if a transition to organization c replaces a transition to b, the app aborts only b's source call", async () => {
    const { app, harnesses, goTo, callsOf } = createApp(slow);
    harnesses.b.source.handle(null);
    harnesses.c.source.handle(null);
    const { container } = await start(wrap(app));
    await goTo("b");
    await goTo("c");
    // Advance in small steps, so that React renders between two steps.
    for (let second = 0; second < 120; second += 1) await advance(SECOND);
    expect(callsOf("b").map(({ request }) => request.signal.aborted)).toEqual([true]);
    expect(callsOf("c").map(({ request }) => request.signal.aborted)).toEqual([false]);
    await act(async () => (await harnesses.c.source.waiting).resolve(mint("ada", "c:ada")));
    await advance(0);
    expect(container.textContent).toBe("c:ada");
    expect(vi.getTimerCount()).toBe(1);
  });
});

const pending: TokenSource = { kind: "backend", key: "b", isPending: true, getToken: async () => null };

interface SourceAppProps {
  harness: ReturnType<typeof createReactHarness>;
  takeSetter: (set: (source: TokenSource) => void) => void;
}

/** An app that stores the token source in React state. */
function SourceApp({ harness, takeSetter }: SourceAppProps): ReactNode {
  const [tokenSource, setTokenSource] = useState(harness.tokenSource);
  takeSetter(setTokenSource);
  return (
    <HarnessProvider of={harness} tokenSource={tokenSource}>
      <Suspense fallback={<p>waiting</p>}>
        <Reader />
      </Suspense>
    </HarnessProvider>
  );
}

function createSourceApp() {
  const harness = createReactHarness();
  let set: (source: TokenSource) => void = () => {};
  const app = (
    <SourceApp
      harness={harness}
      takeSetter={(setter) => {
        set = setter;
      }}
    />
  );
  const goTo = (source: TokenSource) => act(async () => startTransition(() => set(source)));
  const goAtOnce = (source: TokenSource) => act(async () => set(source));
  return { app, harness, goTo, goAtOnce };
}

describe("a React transition to another token source", () => {
  it("an abandoned transition to an auth provider that is still loading leaves no listener", async () => {
    const { app, harness, goTo, goAtOnce } = createSourceApp();
    const listeners = [window, document].map(watchListeners);
    const count = () => listeners.map((present) => present.size);
    await start(app);
    const before = count();
    await goTo(pending);
    await goAtOnce(harness.tokenSource);
    await advance(MINUTE);
    expect(count()).toEqual(before);
    expect(vi.getTimerCount()).toBe(1);
  });

  it("a transition ends if the auth provider finishes loading and the key stays the same", async () => {
    const { app, goTo } = createSourceApp();
    const { container } = await start(app);
    await goTo(pending);
    await advance(MINUTE);
    expect(container.textContent).toBe("org:ada");
    await goTo({ ...pending, isPending: false, getToken: async () => mint("bob") });
    await advance(0);
    expect(container.textContent).toBe("org:bob");
  });

  it("F37 transitions that never end make at most 30 source calls in a minute", async () => {
    const { app, harness, goTo } = createSourceApp();
    let calls = 0;
    await start(app);
    for (let key = 0; key < 40; key += 1) {
      const getToken = () => {
        calls += 1;
        return new Promise<string>(() => {});
      };
      await goTo({ kind: "backend", key: `${key}`, getToken });
      await advance(SECOND);
    }
    expect(harness.source.calls.length + calls).toBe(30);
  });
});
