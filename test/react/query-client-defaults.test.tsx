import { type DefaultOptions, QueryClient, type QueryKey, type QueryKeyHashFunction } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import { useWorkspaceToken } from "assistant-cloud-auth";
import { describe, expect, it, vi } from "vitest";
import { advance, createReactHarness, HarnessProvider, latestOf, MINUTE, Probe } from "./react-harness.tsx";

const useToken = () => useWorkspaceToken({ throwOnError: false }).token;

/** Renders a reader of the token below a provider that has the app's `QueryClient`. */
async function renderWith(harness: ReturnType<typeof createReactHarness>, app: QueryClient) {
  const seen: (string | null)[] = [];
  const view = render(
    <HarnessProvider of={harness} queryClient={app}>
      <Probe useHook={useToken} seen={seen} />
    </HarnessProvider>,
  );
  await advance(0);
  return { seen, view };
}

describe("a QueryClient that the app passes to the provider", () => {
  it.each<[string, NonNullable<DefaultOptions["queries"]>]>([
    ["enabled: false", { enabled: false }],
    ["a persister that throws", { persister: () => Promise.reject(new Error("full")) }],
    ["one hash for every key", { queryKeyHashFn: () => "all" }],
    ["placeholderData", { placeholderData: { status: "authenticated" } as never }],
    ["initialData", { initialData: { status: "authenticated" } }],
    [
      "behavior",
      {
        behavior: {
          onFetch: () => {
            throw new Error("behavior");
          },
        },
      },
    ],
    ["gcTime: 0", { gcTime: 0 }],
    ["networkMode", { networkMode: "offlineFirst" }],
    ["retry and staleTime: 0", { retry: 5, staleTime: 0, refetchOnMount: "always" }],
    ["throwOnError", { throwOnError: true }],
    // The types list neither option among the defaults, but TanStack Query applies both.
    ["select", { select: () => ({ status: "loading" }) } as object],
    ["suspense", { suspense: true } as object],
  ])("F54 the engine works although the defaults of the app's QueryClient contain %s", async (_name, queries) => {
    const harness = createReactHarness();
    const app = new QueryClient({ defaultOptions: { queries } });
    const { seen, view } = await renderWith(harness, app);
    expect(harness.source.calls).toHaveLength(1);
    expect(latestOf(seen)).not.toBeNull();
    for (const calls of [2, 3]) {
      await advance(4 * MINUTE);
      expect(harness.source.calls).toHaveLength(calls);
    }
    expect(app.getQueryCache().getAll()).toHaveLength(1);
    // Some versions of TanStack Query ignore `select` and `suspense` here, so check that no default applies at all.
    const options = app.getQueryCache().getAll()[0]?.observers[0]?.options ?? {};
    for (const [name, value] of Object.entries(queries)) expect(options).not.toMatchObject({ [name]: value });
    view.unmount();
    await advance(0);
    expect(app.getQueryCache().getAll()).toHaveLength(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each<[string, QueryKeyHashFunction<QueryKey>]>([
    ["knows only the app's keys", ([key]) => (key as { url: string }).url.toLowerCase()],
    ["returns one hash for all keys", () => "all"],
  ])("F42 F54 the app's queries stay although the app's hash function %s", async (_name, queryKeyHashFn) => {
    const harness = createReactHarness();
    const app = new QueryClient({ defaultOptions: { queries: { queryKeyHashFn } } });
    app.setQueryData([{ url: "/threads" }], "data");
    const { seen, view } = await renderWith(harness, app);
    expect(latestOf(seen)).not.toBeNull();
    expect(app.getQueryCache().getAll()).toHaveLength(2);
    view.unmount();
    await advance(0);
    expect(app.getQueryCache().getAll()).toHaveLength(1);
    expect(app.getQueryData([{ url: "/threads" }])).toBe("data");
  });

  it("F54 the provider ignores query data that the app restored, and calls the token source immediately", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    // The package numbers its queries. Fill all numbers that the next provider can get.
    for (let scope = 1; scope < 1_000; scope += 1) {
      app.setQueryData(["assistant-cloud", "workspace-token", scope], { status: "authenticated" });
    }
    const before = app.getQueryCache().getAll().length;
    render(
      <HarnessProvider of={harness} queryClient={app}>
        <Probe useHook={useToken} />
      </HarnessProvider>,
    );
    await advance(0);
    expect(harness.source.calls).toHaveLength(1);
    expect(app.getQueryCache().getAll()).toHaveLength(before);
  });
});
