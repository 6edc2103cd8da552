import { dehydrate, QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import { useWorkspaceToken } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import type { EngineCore } from "../../src/client/token-engine.ts";
import { useAuthContext } from "../../src/react/auth-context.ts";
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

const useEngine = () => useAuthContext().engine;
const useToken = () => useWorkspaceToken({ throwOnError: false }).token;
const dumpCache = (client: QueryClient) =>
  JSON.stringify([
    dehydrate(client, { shouldDehydrateQuery: () => true }),
    client
      .getQueryCache()
      .getAll()
      .map(({ queryKey, state, meta, options }) => ({ queryKey, state, meta, options })),
  ]);

describe("the QueryClient that the provider creates", () => {
  it("F42 the auth state remains when the app clears, resets and invalidates its own QueryClient", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const seen: (string | null)[] = [];
    render(
      <QueryClientProvider client={app}>
        <HarnessProvider of={harness}>
          <Probe useHook={useToken} seen={seen} />
        </HarnessProvider>
      </QueryClientProvider>,
    );
    await advance(0);
    const token = latestOf(seen);
    expect(token).not.toBeNull();
    expect(app.getQueryCache().getAll()).toEqual([]);
    await act(async () => {
      app.clear();
      await Promise.all([app.invalidateQueries(), app.resetQueries(), app.cancelQueries()]);
    });
    await advance(MINUTE);
    expect(latestOf(seen)).toBe(token);
    expect(harness.source.calls).toHaveLength(1);
    await advance(3 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("child components still get the app's QueryClient", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const seen: QueryClient[] = [];
    render(
      <QueryClientProvider client={app}>
        <HarnessProvider of={harness}>
          <Probe useHook={useQueryClient} seen={seen} />
        </HarnessProvider>
      </QueryClientProvider>,
    );
    await advance(0);
    expect(new Set(seen)).toEqual(new Set([app]));
  });
});

describe("a QueryClient that the app passes to the provider", () => {
  it("F43 the provider adds one query to the app's QueryClient, and that query never contains a token", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const seen: (string | null)[] = [];
    const view = render(
      <HarnessProvider of={harness} queryClient={app}>
        <Probe useHook={useToken} seen={seen} />
      </HarnessProvider>,
    );
    await advance(0);
    const dumps = [dumpCache(app)];
    await advance(4 * MINUTE);
    dumps.push(dumpCache(app));
    harness.source.handle(() => Promise.reject(new Error("down")));
    await advance(4 * MINUTE + SECOND);
    dumps.push(dumpCache(app));
    const tokens = new Set(seen.filter((token) => token !== null));
    expect(tokens.size).toBe(2);
    for (const dump of dumps) {
      expect(dump).toContain("authenticated");
      expect(dump).not.toContain("eyJ");
      for (const token of tokens) for (const part of token.split(".")) expect(dump).not.toContain(part);
      expect(dump).not.toContain("ada");
    }
    expect(app.getQueryCache().getAll()).toHaveLength(1);
    view.unmount();
    await advance(0);
    expect(app.getQueryCache().getAll()).toEqual([]);
  });

  it.each([
    ["clear", (client: QueryClient) => client.clear()],
    ["invalidateQueries", (client: QueryClient) => client.invalidateQueries()],
    ["refetchQueries", (client: QueryClient) => client.refetchQueries()],
    ["resetQueries", (client: QueryClient) => client.resetQueries()],
    ["cancelQueries", (client: QueryClient) => client.cancelQueries()],
    ["removeQueries", (client: QueryClient) => client.removeQueries()],
  ])(
    "F42 the token and the refresh schedule remain when the app calls `queryClient.%s()`",
    async (_name, callMethod) => {
      const harness = createReactHarness(null);
      const app = new QueryClient();
      const seen: (string | null)[] = [];
      render(
        <HarnessProvider of={harness} queryClient={app}>
          <Probe useHook={useToken} seen={seen} />
        </HarnessProvider>,
      );
      await advance(0);
      await act(async () => void callMethod(app));
      await advance(0);
      await act(async () => (await harness.source.waiting).resolve(mint()));
      harness.source.handle(() => mint());
      await advance(0);
      const token = latestOf(seen);
      expect(token).not.toBeNull();
      await act(async () => void callMethod(app));
      await advance(MINUTE);
      expect(latestOf(seen)).toBe(token);
      expect(harness.source.calls).toHaveLength(1);
      await advance(3 * MINUTE);
      expect(harness.source.calls).toHaveLength(2);
      expect(latestOf(seen)).not.toBe(token);
      await advance(4 * MINUTE);
      expect(harness.source.calls).toHaveLength(3);
    },
  );

  it("F29 a sign-out synchronously removes the user from the query cache and the screen", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const seen: (string | null)[] = [];
    const engines: EngineCore[] = [];
    render(
      <HarnessProvider of={harness} queryClient={app}>
        <Probe useHook={useToken} seen={seen} />
        <Probe useHook={useEngine} seen={engines} />
      </HarnessProvider>,
    );
    await advance(MINUTE);
    harness.source.handle(null);
    const refreshed = latestOf(engines).refresh();
    await advance(0);
    expect(dumpCache(app)).toContain('"status":"authenticated"');
    const dumps: string[] = [];
    app.getQueryCache().subscribe(() => void dumps.push(dumpCache(app)));
    await act(async () => (await harness.source.waiting).resolve(null));
    expect(await refreshed).toBeNull();
    expect(dumps.length).toBeGreaterThan(0);
    for (const dump of dumps) expect(dump).toContain('"status":"unauthenticated"');
    expect(dumpCache(app)).toContain('"expiresAt":null');
    expect(latestOf(seen)).toBeNull();
    await advance(10 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("the provider refreshes on time after the app passes another QueryClient", async () => {
    const harness = createReactHarness();
    const [before, after] = [new QueryClient(), new QueryClient()];
    const view = render(<HarnessProvider of={harness} queryClient={before} />);
    await advance(0);
    view.rerender(<HarnessProvider of={harness} queryClient={after} />);
    await advance(0);
    expect([before, after].map((client) => client.getQueryCache().getAll().length)).toEqual([0, 1]);
    expect(harness.source.calls).toHaveLength(1);
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(2);
    expect(vi.getTimerCount()).toBe(1);
  });
});
