import { describe, expect, test } from "vitest";
import { pagePath } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { browser, open, server, startForegroundBrowser } from "./support/foreground-browser.ts";
import { defaultSettings, type Tab } from "./support/open-tab.ts";
import { openTabWithClock, passTimeToRefresh } from "./support/pass-time.ts";
import { countResources, listenersOf } from "./support/resources.ts";

startForegroundBrowser();

const JWT = /eyJ/;

/** Returns the page's console messages and uncaught errors, without React's message about React DevTools. */
const browserErrors = (tab: Tab) => tab.console.filter((line) => !line.includes("React DevTools"));

describe("the provider in React's StrictMode", () => {
  test("F36 in StrictMode, calls the token source once and leaves no resource after unmounting", async () => {
    const tab = await open({ before: countResources });
    await tab.authenticated();
    expect(await tab.page.evaluate(() => window.probe.mounts)).toBe(2);
    expect(server.calls).toHaveLength(1);
    expect(await tab.page.evaluate(() => window.resources.channels.size)).toBe(1);
    const listening = await listenersOf(tab);
    await tab.page.evaluate(() => window.probe.unmount());
    await eventually(tab.locks).toEqual({ held: [], pending: [] });
    await eventually(() => tab.page.evaluate(() => window.resources.count())).toEqual({ channels: 0, timers: 0 });
    const left = await listenersOf(tab);
    for (const type of ["visibilitychange", "resume", "pageshow", "pagehide", "focus", "online", "offline"]) {
      expect(left[type] ?? 0, type).toBe(type === "pageshow" ? 1 : 0);
    }
    expect(listening).toMatchObject({ resume: 1, pageshow: 3, pagehide: 1, focus: 1 });

    await tab.page.evaluate(() => window.probe.mount());
    await tab.authenticated();
    expect(await listenersOf(tab)).toEqual(listening);
    expect(server.calls).toHaveLength(2);
  });

  test("F36 unmounting during a call of the token source releases the lock, all timers and all channels", async () => {
    server.hold();
    const tab = await open({ before: countResources });
    await eventually(() => server.calls.length).toBe(1);
    expect((await tab.locks()).held).toHaveLength(1);
    await tab.page.evaluate(() => window.probe.unmount());
    await eventually(tab.locks).toEqual({ held: [], pending: [] });
    await eventually(() => tab.page.evaluate(() => window.resources.count())).toEqual({ channels: 0, timers: 0 });
  });
});

describe("how many components a refresh renders", () => {
  test("F38 a refresh rerenders each reader of the token once; it does not rerender readers of other values", async () => {
    const context = await browser.newContext();
    const tab = await openTabWithClock(context, server, { strict: false, readers: 500 });
    const renders = () => tab.page.evaluate(() => ({ ...window.probe.renders }));
    const before = await renders();
    expect(await tab.countEvents("refresh_succeeded")).toBe(1);
    await passTimeToRefresh(tab, server);
    await eventually(() => tab.countEvents("refresh_succeeded")).toBe(2);
    await eventually(async () => (await renders()).token - before.token).toBe(500);
    const after = await renders();
    expect(after).toMatchObject({ status: before.status, getToken: before.getToken });
    expect(after.progress - before.progress).toBe(2);
    await context.close();
  });

  test("F41 hydrates a server-rendered page without a warning", async () => {
    const settings = { ...defaultSettings("rendered"), readers: 3 };
    const html = await (await fetch(server.url + pagePath(settings, true))).text();
    expect(html).toContain('<p data-status="loading"></p>');
    expect(html).not.toMatch(JWT);
    expect(server.calls).toEqual([]);

    const tab = await open({ rendered: true, readers: 3 });
    await tab.authenticated();
    expect(await tab.page.evaluate(() => window.probe.hydrationErrors)).toEqual([]);
    expect(browserErrors(tab)).toEqual([]);
    expect(server.calls).toEqual([tab.name]);
    expect(await tab.page.locator("[data-status=authenticated]").count()).toBe(3);
    expect(await tab.page.content()).not.toMatch(JWT);
  });
});

describe("where a token could leak", () => {
  test("F43 no storage, markup, URL, cache, event or console line contains the token", async () => {
    const tab = await open({ sharesClient: true });
    await tab.authenticated();
    expect(await tab.getToken({ forceRefresh: true })).toMatch(JWT);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api"));
    server.answer = "failure";
    const failed = await tab.startGetToken({ forceRefresh: true });
    await eventually(failed.answer).toBe("source_failed");
    const places = await tab.page.evaluate(async () => {
      const { queryClient, events } = window.probe;
      const queries = queryClient.getQueryCache().getAll();
      console.log(window.probe, queries);
      return {
        storage: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, window.name, document.cookie]),
        databases: JSON.stringify([await indexedDB.databases(), await caches.keys()]),
        markup: document.documentElement.outerHTML,
        addresses: JSON.stringify([
          location.href,
          document.referrer,
          history.state,
          performance.getEntries().map((entry) => entry.name),
        ]),
        queries: JSON.stringify(
          queries.map(({ queryKey, queryHash, state, meta }) => [queryKey, queryHash, state, meta]),
        ),
        events: JSON.stringify(events),
      };
    });
    expect(places.queries).toContain("workspace-token");
    expect(places.events).toContain("refresh_failed");
    for (const [place, content] of Object.entries(places)) expect(content, place).not.toMatch(JWT);
    expect(tab.console.join("\n")).not.toMatch(JWT);
  });
});
