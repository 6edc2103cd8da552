import { act } from "@testing-library/react";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { createChannelClass, createLockManager } from "../../support/simulated-browser.ts";
import { openBrowser } from "./browser.ts";
import type { PageKind } from "./chat-page.tsx";
import { collectQueryClients, createLeakFinder } from "./find-leaks.ts";
import { createSeededChoices } from "./seeded-choices.ts";
import { type Cloud, startCloud } from "./start-cloud.ts";
import { STEP_NAMES, type StepContext, stepOf } from "./steps.ts";
import { type WatchedNetwork, watchNetwork } from "./watched-network.ts";

const steps = Number(process.env["ISOLATION_STEPS"] ?? 300);
const seed = Number(process.env["ISOLATION_SEED"] ?? Date.now() % 2 ** 31);

/**
 * The weight of each kind of page when the test chooses a page for a random step. An assistant-ui runtime is slow, so
 * pages with a runtime have low weights.
 */
const WEIGHTS: Record<PageKind, number> = { query: 8, key: 8, scopeId: 1, chat: 2 };

let cloud: Cloud;
let network: WatchedNetwork;
beforeAll(async () => {
  cloud = await startCloud();
  network = watchNetwork(globalThis.fetch);
  vi.stubGlobal("fetch", network.fetch);
  vi.stubGlobal("BroadcastChannel", createChannelClass());
  Object.defineProperty(navigator, "locks", { value: createLockManager(), configurable: true });
  for (const level of ["error", "warn"] as const) {
    const print = console[level];
    // Ignore assistant-ui's log entries about requests that a switch has ended.
    vi.spyOn(console, level).mockImplementation((...parts) => {
      if (!String(parts[0]).startsWith("[assistant-ui]")) print(...parts);
    });
  }
}, 180_000);
afterAll(async () => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  await cloud.close();
});

/** Waits for all work that a random test step has started. */
async function settle(): Promise<void> {
  let sent: number;
  do {
    ({ sent } = network.counts);
    await act(() => network.waitForIdle());
  } while (network.counts.sent !== sent);
}

it(`in ${steps} random steps, no text of a workspace appears in another workspace (ISOLATION_SEED=${seed})`, {
  timeout: 120_000 + steps * 100,
}, async () => {
  console.log(`isolation: ${steps} steps, ISOLATION_SEED=${seed}`);
  const clients = collectQueryClients();
  const browser = openBrowser(cloud, Object.keys(WEIGHTS) as PageKind[]);
  const weightedTabs = browser.tabs.flatMap((tab) => Array.from({ length: WEIGHTS[tab.kind] }, () => tab));
  const context: StepContext = { browser, network, choices: createSeededChoices(seed), threads: [] };
  const findLeaks = createLeakFinder(browser, clients);
  const recentSteps: string[] = [];
  for (let count = 1; count <= steps; count += 1) {
    const tab = context.choices.pick(weightedTabs);
    const name = context.choices.pick(STEP_NAMES);
    recentSteps.push(`${name} (${tab.kind})`);
    if (recentSteps.length > 12) recentSteps.shift();
    await act(async () => void Promise.resolve(stepOf(name)(context, tab)).catch(() => {}));
    await settle();
    const leaks = [...network.leaks, ...findLeaks()];
    if (leaks.length > 0)
      expect.fail(`${leaks.join("; ")}. Step ${count} of seed ${seed}, after ${recentSteps.join(", ")}`);
  }
  network.setSlow(false);
  await settle();
  expect(network.leaks).toEqual([]);
  browser.close();
  console.log(`isolation: ${context.threads.length} threads, requests ${JSON.stringify(network.counts)}`);
  for (const count of Object.values(network.counts)) expect(count).toBeGreaterThanOrEqual(Math.floor(steps / 100));
});
