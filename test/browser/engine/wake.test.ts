import { describe, expect, test } from "vitest";
import { expiryOf } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import type { Tab } from "./support/open-tab.ts";
import { sleep } from "./support/pass-time.ts";
import { chromium, open, server, startRealBrowser } from "./support/real-browser.ts";

startRealBrowser();

const HOUR_MS = 3_600_000;
/**
 * The time between two tokens, in milliseconds. The second token then has a later `iat`, which counts whole seconds.
 */
const MINUTE_MS = 60_000;

/** Hides a tab by opening another one in front. */
async function hide(tab: Tab): Promise<void> {
  const coveringPage = await chromium.context.newPage();
  await coveringPage.bringToFront();
  await eventually(tab.visibility).toBe("hidden");
}

const isPast = (token: string | null) => () => Date.now() > expiryOf(token ?? "");

/** Removes the engine's timeout of five seconds for the lock. The engine then waits without a limit. */
function dropLockTimeout(): void {
  const { setTimeout } = window;
  Object.assign(window, {
    setTimeout: (callback: () => void, ms: number) => (ms === 5_000 ? 0 : setTimeout(callback, ms)),
  });
}

/** Advances the wall clock of a new tab by an hour. Other tabs have the same time after a sleep of an hour. */
function advanceClock(): void {
  window.aheadMs = 3_600_000;
}

describe("a tab after the device slept", () => {
  test("F30 a tab that becomes visible after an hour of sleep refreshes once without a `getToken()` call", async () => {
    const tab = await open();
    await tab.authenticated();
    await hide(tab);
    await sleep(tab, server, HOUR_MS);
    expect(server.calls).toHaveLength(1);
    await tab.page.bringToFront();
    await eventually(() => tab.countEvents("refresh_succeeded")).toBe(2);
    expect(expiryOf((await tab.getToken()) ?? "")).toBeGreaterThan(Date.now() + HOUR_MS);
    expect(server.calls).toHaveLength(2);
  });
});

describe("a hidden tab", () => {
  test("F31 a hidden tab refreshes at most once per token lifetime, although its timers are throttled", async () => {
    server.lifetimeSeconds = 4;
    const tab = await open();
    await tab.authenticated();
    const first = await tab.getToken();
    await hide(tab);
    const start = Date.now();
    await eventually(isPast(first)).toBe(true);
    await eventually(() => tab.countEvents("refresh_succeeded")).toBeGreaterThan(2);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api"));
    expect(server.apiCalls).toMatchObject([{ valid: true }]);
    expect(await tab.visibility()).toBe("hidden");
    // The engine refreshes a token after 78 % of its lifetime at the earliest. The first token may be up to a second
    // older than its `iat` shows.
    const elapsed = Date.now() - start + 2_000;
    expect(server.calls.length).toBeLessThanOrEqual(2 + elapsed / (0.78 * 4_000));
  });

  test("F31 in a hidden tab, `getToken()` recovers both from failed calls and from an hour of sleep", async () => {
    server.answer = "failure";
    const tab = await open();
    await eventually(tab.status).toBe("error");
    await hide(tab);
    server.answer = "token";
    const release = server.hold();
    const calls = server.calls.length;
    await eventually(() => server.calls.length).toBeGreaterThan(calls);
    const pendingCall = await tab.startGetToken();
    expect(await pendingCall.answer()).toBe(null);
    release();
    await eventually(pendingCall.answer).toMatch(/^eyJ/);
    const forced = await tab.startGetToken({ forceRefresh: true });
    await eventually(forced.answer).toMatch(/^eyJ/);
    await sleep(tab, server, HOUR_MS);
    expect(expiryOf((await tab.getToken()) ?? "")).toBeGreaterThan(Date.now() + HOUR_MS);
    expect(await tab.visibility()).toBe("hidden");
  });
});

describe("a frozen page, a page in the back-forward cache and a page that the user leaves", () => {
  test("F32 a frozen page never calls the token source, and a resumed page refreshes an overdue token", async () => {
    const tab = await open();
    await tab.authenticated();
    await hide(tab);
    await tab.freeze("frozen");
    await sleep(tab, server, HOUR_MS);
    expect(server.calls).toHaveLength(1);
    await tab.freeze("active");
    await eventually(() => tab.countEvents("refresh_succeeded")).toBe(2);
    expect(await tab.visibility()).toBe("hidden");
    expect(server.calls).toHaveLength(2);
  });

  test("F32 a resumed page uses the token that another tab fetched", async () => {
    const tab = await open();
    await tab.authenticated();
    const other = await open();
    await other.authenticated();
    await tab.freeze("frozen");
    server.aheadMs = MINUTE_MS;
    const newer = await other.getToken({ forceRefresh: true });
    await tab.freeze("active");
    await eventually(() => tab.getToken()).toBe(newer);
    expect(server.calls).toHaveLength(2);
  });

  test("F32 a page from the back-forward cache refreshes its token and later uses another tab's token", async () => {
    const tab = await open();
    await tab.authenticated();
    await sleep(tab, server, HOUR_MS);
    await tab.page.goto(server.blankUrl);
    await tab.page.evaluate(() => history.back());
    await eventually(() => tab.page.evaluate(() => window.probe?.shown)).toEqual([false, true]);
    await eventually(() => tab.countEvents("refresh_succeeded")).toBe(2);
    expect(server.calls).toHaveLength(2);
    expect((await tab.locks()).held).toEqual([]);

    const other = await open({ before: advanceClock });
    await other.authenticated();
    server.aheadMs += MINUTE_MS;
    const newer = await other.getToken({ forceRefresh: true });
    await eventually(() => tab.getToken()).toBe(newer);
    expect(server.calls).toHaveLength(3);
  });

  test("F32 if the user leaves the page that calls the token source, a waiting tab makes the call", async () => {
    const leaving = await open();
    await leaving.authenticated();
    const release = server.hold();
    await leaving.startGetToken({ forceRefresh: true });
    await eventually(() => server.calls.length).toBe(2);
    const staying = await open({ before: dropLockTimeout });
    await leaving.page.goto(server.blankUrl);
    await eventually(() => server.calls.at(-1)).toBe(staying.name);
    release();
    await staying.authenticated();
  });
});
