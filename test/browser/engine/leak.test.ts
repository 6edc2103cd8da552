import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { type AppServer, startAppServer } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { openTab, type Tab } from "./support/open-tab.ts";
import { countResources, listenersOf } from "./support/resources.ts";

let server: AppServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startAppServer("production"), chromium.launch(chromiumLaunch)]);
}, 60_000);
afterAll(async () => {
  await browser?.close();
  await server?.close();
});

/**
 * Mounts and unmounts the app `times` times. Every fourth time, it unmounts the app after the first token. The other
 * times, it unmounts the app during the first source call.
 */
async function mountAndUnmount(tab: Tab, times: number): Promise<void> {
  await tab.page.evaluate(async (count) => {
    const { probe } = window;
    for (let time = 0; time < count; time += 1) {
      probe.mount();
      const reading = probe.getToken().catch(() => {});
      if (time % 4 === 0) await reading;
      probe.unmount();
      await reading;
      probe.events.length = 0;
    }
  }, times);
}

async function usedHeap({ devtools }: Tab): Promise<number> {
  for (const _ of [1, 2, 3]) await devtools.send("HeapProfiler.collectGarbage");
  return (await devtools.send("Runtime.getHeapUsage")).usedSize;
}

test("F36 mounting and unmounting the provider 1,000 times leaks neither resources nor heap memory", async () => {
  const tab = await openTab(await browser.newContext(), server, { before: countResources });
  await tab.authenticated();
  await tab.page.evaluate(() => window.probe.unmount());
  await mountAndUnmount(tab, 100);
  const listening = await listenersOf(tab);
  const used: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    await mountAndUnmount(tab, 180);
    used.push(await usedHeap(tab));
  }
  const growth = used.slice(1).map((bytes, round) => (bytes - (used[round] ?? 0)) / 180);

  await eventually(tab.locks).toEqual({ held: [], pending: [] });
  await eventually(() => tab.page.evaluate(() => window.resources.count())).toEqual({ channels: 0, timers: 0 });
  expect(await listenersOf(tab)).toEqual(listening);
  // A leak adds memory in every round. A cache or compiled code adds memory only in some. A leaked engine uses several
  // kilobytes.
  expect(Math.min(...growth)).toBeLessThan(500);
}, 90_000);
