import { describe, expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { browser, open, server, startForegroundBrowser } from "./support/foreground-browser.ts";
import { openTabWithClock, passTime, sleep } from "./support/pass-time.ts";

startForegroundBrowser();

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

describe("a visible tab after the device slept", () => {
  test("F30 concurrent `getToken()` calls after an hour of sleep share one call of the token source", async () => {
    const tab = await open();
    await tab.authenticated();
    const before = await tab.getToken();
    const release = server.hold();
    await sleep(tab, server, HOUR_MS);
    const readers = await Promise.all([tab.startGetToken(), tab.startGetToken(), tab.startGetToken()]);
    await eventually(() => server.calls.length).toBe(2);
    const answers = () => Promise.all(readers.map((reader) => reader.answer()));
    expect(await answers()).toEqual([null, null, null]);
    release();
    await eventually(async () => (await answers()).includes(null)).toBe(false);
    const [after, ...others] = await answers();
    expect(others).toEqual([after, after]);
    expect(after).not.toBe(before);
    expect(server.calls).toHaveLength(2);
    await tab.page.evaluate(() => window.probe.authorizedFetch("/api"));
    expect(server.apiCalls).toEqual([{ token: after, valid: true }]);
  });
});

describe("a tab while the browser is offline", () => {
  test("F33 returns the old token while offline, and refreshes within a second of reconnecting", async () => {
    const context = await browser.newContext();
    const tab = await openTabWithClock(context, server);
    const token = await tab.getToken();
    await context.setOffline(true);
    expect(await tab.page.evaluate(() => navigator.onLine)).toBe(false);
    await passTime(tab, server, 4.1 * MINUTE_MS);
    await eventually(() => tab.countEvents("refresh_failed")).toBe(1);
    await passTime(tab, server, 0.6 * MINUTE_MS);
    expect(await tab.countEvents("refresh_started")).toBe(2);
    expect(await tab.status()).toBe("authenticated");
    // `navigator.onLine` may be wrong, so a read may still call the source.
    expect(await tab.getToken()).toBe(token);
    await eventually(() => tab.countEvents("refresh_failed")).toBe(2);

    await passTime(tab, server, 5 * MINUTE_MS);
    expect(await tab.countEvents("expired")).toBe(1);
    expect(await tab.countEvents("refresh_started")).toBe(3);
    const pendingCall = await tab.startGetToken();
    await eventually(pendingCall.answer).toMatch(/^(expired_token|offline)$/);
    await eventually(() => tab.countEvents("refresh_failed")).toBe(3);

    await context.setOffline(false);
    await eventually(() => tab.page.evaluate(() => navigator.onLine)).toBe(true);
    await passTime(tab, server, 1_000);
    await tab.authenticated();
    expect(await tab.countEvents("refresh_started")).toBe(5);
    expect(server.calls).toHaveLength(2);
    await context.close();
  });
});
