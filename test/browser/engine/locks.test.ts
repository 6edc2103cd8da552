import { describe, expect, test } from "vitest";
import { pagePath } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { browser, open, server, startForegroundBrowser } from "./support/foreground-browser.ts";
import { defaultSettings, scopeOf } from "./support/open-tab.ts";
import { openTabWithClock, passTime } from "./support/pass-time.ts";

startForegroundBrowser();

describe("Web Locks that fail", () => {
  test("F35 if another page never releases the lock, a tab calls the token source after five seconds", async () => {
    const context = await browser.newContext();
    const tab = await openTabWithClock(context, server);
    const name = scopeOf("ada");
    const blockingPage = await context.newPage();
    await blockingPage.goto(server.blankUrl);
    await blockingPage.evaluate(
      (lockName) =>
        new Promise<void>((granted) => {
          void navigator.locks.request(lockName, () => {
            granted();
            return new Promise(() => {});
          });
        }),
      name,
    );
    const pending = await tab.startGetToken({ forceRefresh: true });
    await passTime(tab, server, 4_900);
    expect((await tab.locks()).pending).toEqual([name]);
    expect(server.calls).toHaveLength(1);
    await passTime(tab, server, 200);
    await eventually(pending.answer).toMatch(/^eyJ/);
    expect(server.calls).toHaveLength(2);
    expect((await tab.locks()).pending).toEqual([]);
    await context.close();
  });

  test("F35 if the lock manager throws, each tab calls the token source itself", async () => {
    const before = () => {
      const fail = () => {
        throw new DOMException("No storage here.", "SecurityError");
      };
      Object.assign(LockManager.prototype, { request: fail, query: fail });
    };
    const tabs = await Promise.all([open({ before }), open({ before })]);
    await Promise.all(tabs.map((tab) => tab.authenticated()));
    expect(await tabs[0]?.getToken({ forceRefresh: true })).toMatch(/^eyJ/);
    expect(tabs.flatMap((tab) => tab.console).filter((line) => /error|locks/i.test(line))).toEqual([]);
  });

  test("F35 a frame with an opaque origin, which cannot use locks, gets a token", async () => {
    const page = await browser.newPage();
    const failures: string[] = [];
    page.on("pageerror", (error) => failures.push(String(error)));
    await page.goto(server.blankUrl);
    await page.evaluate(
      (url) => {
        const frame = document.createElement("iframe");
        frame.setAttribute("sandbox", "allow-scripts");
        frame.src = url;
        document.body.append(frame);
      },
      server.url + pagePath(defaultSettings("frame"), false),
    );
    await page.frameLocator("iframe").locator("[data-status=authenticated]").first().waitFor();
    const [, frame] = page.frames();
    const refusal = frame?.evaluate(() =>
      navigator.locks.request("any", () => "granted").catch((error: Error) => error.name),
    );
    expect(await refusal).toBe("SecurityError");
    expect(failures).toEqual([]);
  });
});
