import { describe, expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { scopeOf, type Tab, type TabOptions } from "./support/open-tab.ts";
import { chromium, open, server, startRealBrowser } from "./support/real-browser.ts";

startRealBrowser();

/**
 * The time between two tokens, in milliseconds. The second token then has a later `iat`, which counts whole seconds.
 */
const MINUTE_MS = 60_000;

/** Opens a second window, in which the next tab opens. The last tab of the first window then stays visible. */
async function openWindow(): Promise<void> {
  const opening = chromium.context.waitForEvent("page");
  await chromium.session.send("Target.createTarget", { url: "about:blank", newWindow: true });
  await opening;
}

const openMany = (count: number, options?: TabOptions): Promise<Tab[]> =>
  Promise.all(Array.from({ length: count }, () => open(options)));

const tokensOf = (tabs: Tab[]) => Promise.all(tabs.map((tab) => tab.getToken()));
const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);

describe("tabs whose token sources have the same key", () => {
  test("F34 two visible and ten hidden tabs together call the token source once per token lifetime", async () => {
    server.lifetimeSeconds = 8;
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

  test("F34 one call of the token source serves all tabs that force a refresh at the same time", async () => {
    const tabs = await openMany(4);
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    const before = server.calls.length;
    server.aheadMs = MINUTE_MS;
    const old = await tokensOf(tabs);
    const release = server.hold();
    const pending = await Promise.all(tabs.map((tab) => tab.startGetToken({ forceRefresh: true })));
    await eventually(() => server.calls.length).toBe(before + 1);
    await eventually(async () => (await tabs[0]?.locks())?.pending.length).toBe(3);
    release();
    const answers = () => Promise.all(pending.map(({ answer }) => answer()));
    await eventually(async () => (await answers()).includes(null)).toBe(false);
    expect(new Set(await answers()).size).toBe(1);
    expect(old).not.toContain((await answers())[0]);
    expect(server.calls).toHaveLength(before + 1);
  });

  test("F34 if the tab that calls the token source closes, a waiting tab makes the call", async () => {
    const [leader, ...others] = await openMany(3);
    await Promise.all(others.map((tab) => tab.authenticated()));
    const before = server.calls.length;
    server.aheadMs = MINUTE_MS;
    const release = server.hold();
    await leader?.startGetToken({ forceRefresh: true });
    await eventually(() => server.calls.length).toBe(before + 1);
    const pending = await Promise.all(others.map((tab) => tab.startGetToken({ forceRefresh: true })));
    await eventually(async () => (await others[0]?.locks())?.pending.length).toBe(2);
    await leader?.page.close();
    await eventually(() => server.calls.length).toBe(before + 2);
    expect(others.map((tab) => tab.name)).toContain(server.calls.at(-1));
    release();
    await eventually(async () => (await Promise.all(pending.map(({ answer }) => answer()))).includes(null)).toBe(false);
    expect(server.calls).toHaveLength(before + 2);
  });

  test("F29 a sign-out in one tab signs all tabs out without a call of the token source", async () => {
    const [here, there] = [await open(), await open()];
    await Promise.all([here.authenticated(), there.authenticated()]);
    const before = server.calls.length;
    server.answer = "signed out";
    expect(await here.getToken({ forceRefresh: true })).toBe(null);
    await eventually(there.status).toBe("unauthenticated");
    expect(await there.getToken()).toBe(null);
    expect(server.calls).toHaveLength(before + 1);
  });

  test("F34 a tab ignores another user's token that arrives on the message channel of the tab's user", async () => {
    const ada = await open();
    const bob = await open({ key: "bob" });
    await Promise.all([ada.authenticated(), bob.authenticated()]);
    expect(server.calls).toHaveLength(2);
    const token = await ada.getToken({ forceRefresh: true });
    const own = await bob.getToken();
    await ada.page.evaluate(
      ([names, foreign]) => {
        for (const name of names) new BroadcastChannel(name).postMessage({ type: "token", token: foreign, age: 0 });
      },
      [[scopeOf("ada"), scopeOf("bob")], token] as const,
    );
    // A later message on the same channel proves that the first one has arrived.
    const third = await open({ key: "bob" });
    await third.authenticated();
    server.aheadMs = MINUTE_MS;
    const newer = await third.getToken({ forceRefresh: true });
    await eventually(() => bob.getToken()).toBe(newer);
    expect(newer).not.toBe(own);
    expect(await bob.countEvents("adopted")).toBe(1);
    expect(await bob.page.textContent("[data-status]")).toBe("bob");
  });

  test("F53 no tab holds a lock between calls of the token source, so the browser can freeze any tab", async () => {
    const tabs = await openMany(3);
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    const lateTab = await open();
    await lateTab.authenticated();
    expect(server.calls).toHaveLength(1);
    expect(await lateTab.locks()).toEqual({ held: [], pending: [] });
    const release = server.hold();
    server.aheadMs = MINUTE_MS;
    const pending = await lateTab.startGetToken({ forceRefresh: true });
    await eventually(() => server.calls.length).toBe(2);
    expect(await lateTab.locks()).toEqual({ held: [scopeOf("ada")], pending: [] });
    release();
    await eventually(pending.answer).toMatch(/^eyJ/);
    await eventually(lateTab.locks).toEqual({ held: [], pending: [] });
  });

  test("F53 a tab removes its own entry from `localStorage` when the tab closes or reloads", async () => {
    const entries = (tab: Tab) =>
      tab.page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(":tab:")).length);
    const [closed, tab] = await openMany(2);
    await Promise.all([closed?.authenticated(), tab?.authenticated()]);
    if (tab === undefined) throw new Error("No tab.");
    expect(await entries(tab)).toBe(2);
    await closed?.page.close({ runBeforeUnload: true });
    await eventually(() => entries(tab)).toBe(1);
    await tab.page.reload();
    await tab.authenticated();
    expect(await entries(tab)).toBe(1);
  });

  test("F34 with `shareAcrossTabs={false}`, each tab calls the token source and takes no lock", async () => {
    const tabs = await openMany(2, { shareAcrossTabs: false });
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    expect(server.calls.toSorted()).toEqual(tabs.map((tab) => tab.name).toSorted());
    expect(await tabs[0]?.locks()).toEqual({ held: [], pending: [] });
  });
});
