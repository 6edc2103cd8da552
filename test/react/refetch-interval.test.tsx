import { QueryClient } from "@tanstack/react-query";
import { act, render } from "@testing-library/react";
import { describe, expect, it } from "vitest";
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

describe("the refetch interval of the provider's query", () => {
  const day = 24 * 60 * MINUTE;
  const countTicks = (client: QueryClient) => client.getQueryCache().getAll()[0]?.state.dataUpdateCount ?? 0;

  it("F15 for a 60-day token, the refetch interval is at most the longest delay that timers support", async () => {
    const harness = createReactHarness(() => mint("ada", "org:ada", 60 * day));
    const app = new QueryClient();
    render(<HarnessProvider of={harness} queryClient={app} />);
    await advance(0);
    const before = countTicks(app);
    await advance(SECOND);
    expect(countTicks(app)).toBe(before);
    await advance(59 * day);
    expect(harness.source.calls).toHaveLength(1);
    await advance(day);
    expect(harness.source.calls).toHaveLength(2);
  });

  it("F14 F3 the provider replaces an invalidated token even if no component reads it", async () => {
    const harness = createReactHarness();
    const app = new QueryClient();
    const engines: EngineCore[] = [];
    render(
      <HarnessProvider of={harness} queryClient={app}>
        <Probe useHook={useEngine} seen={engines} />
      </HarnessProvider>,
    );
    await advance(MINUTE);
    await act(async () => latestOf(engines).invalidate());
    await advance(SECOND);
    expect(harness.source.calls).toHaveLength(2);
    await advance(4 * MINUTE);
    expect(harness.source.calls).toHaveLength(3);
  });

  it("F14 for tokens of two seconds, the query fetches at most 50 times in ten seconds", async () => {
    const harness = createReactHarness(() => mint("ada", "org:ada", 2 * SECOND));
    const app = new QueryClient();
    render(<HarnessProvider of={harness} queryClient={app} />);
    await advance(10 * SECOND);
    // Each second, the token expires, and the query notices this; then a call starts and ends.
    expect(countTicks(app)).toBeLessThanOrEqual(50);
    expect(harness.source.calls.length).toBeLessThanOrEqual(10);
  });
});
