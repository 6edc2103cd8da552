import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type AppServer, startAppServer } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { openChromium, type RealChromium } from "./support/open-chromium.ts";
import { openTab, type Tab, type TabOptions } from "./support/open-tab.ts";

let server: AppServer;
let chromium: RealChromium;
beforeAll(async () => {
  [server, chromium] = await Promise.all([startAppServer(), openChromium()]);
}, 60_000);
afterAll(async () => {
  await chromium?.close();
  await server?.close();
});
afterEach(async () => {
  await Promise.all(chromium.context.pages().map((page) => page.close()));
  server.reset();
});

const open = (options?: TabOptions): Promise<Tab> => openTab(chromium.context, server, options);

/** Opens a window of its own, so that its tab is visible beside the others. */
async function openWindow(): Promise<void> {
  const opening = chromium.context.waitForEvent("page");
  await chromium.session.send("Target.createTarget", { url: "about:blank", newWindow: true });
  await opening;
}

const openMany = (count: number, options?: TabOptions): Promise<Tab[]> =>
  Promise.all(Array.from({ length: count }, () => open(options)));

const tokensOf = (tabs: Tab[]) => Promise.all(tabs.map((tab) => tab.getToken()));
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

describe("tabs that share a key", () => {
  test("F34 two visible and ten hidden tabs call the source once a token life", async () => {
    server.lifetimeSeconds = 10;
    const tabs = await openMany(11);
    await openWindow();
    tabs.push(await open());
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    const visible = await Promise.all(tabs.map((tab) => tab.visibility()));
    expect(visible.filter((state) => state === "visible")).toHaveLength(2);
    const countAdopted = async () => sum(await Promise.all(tabs.map((tab) => tab.countEvents("adopted"))));
    const countFetched = async () => sum(await Promise.all(tabs.map((tab) => tab.countEvents("refresh_succeeded"))));
    const start = server.calls.length;
    for (const round of [1, 2]) {
      await eventually(() => server.calls.length).toBe(start + round);
    }
    await eventually(async () => new Set(await tokensOf(tabs)).size).toBe(1);
    expect(server.calls).toHaveLength(start + 2);
    expect(await countFetched()).toBe(server.calls.length);
    expect(await countAdopted()).toBeGreaterThanOrEqual(3 * 11 - 11);
  }, 90_000);

  test("F34 a forced refresh in every tab at the same time is one source call", async () => {
    const tabs = await openMany(4);
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    const before = server.calls.length;
    const old = await tokensOf(tabs);
    const release = server.hold();
    const asked = await Promise.all(tabs.map((tab) => tab.ask({ forceRefresh: true })));
    await eventually(() => server.calls.length).toBe(before + 1);
    release();
    const answers = () => Promise.all(asked.map(({ answer }) => answer()));
    await eventually(async () => (await answers()).includes(null)).toBe(false);
    expect(new Set(await answers()).size).toBe(1);
    expect(old).not.toContain((await answers())[0]);
    expect(server.calls).toHaveLength(before + 1);
  });

  test("F34 a tab that leads and is closed is replaced by one that waits", async () => {
    const [leader, ...others] = await openMany(3);
    await Promise.all(others.map((tab) => tab.authenticated()));
    const before = server.calls.length;
    const release = server.hold();
    await leader?.ask({ forceRefresh: true });
    await eventually(() => server.calls.length).toBe(before + 1);
    const asked = await Promise.all(others.map((tab) => tab.ask({ forceRefresh: true })));
    await leader?.page.close();
    await eventually(() => server.calls.length).toBe(before + 2);
    expect(others.map((tab) => tab.name)).toContain(server.calls.at(-1));
    release();
    await eventually(async () => (await Promise.all(asked.map(({ answer }) => answer()))).includes(null)).toBe(false);
    expect(server.calls).toHaveLength(before + 2);
  });
});
