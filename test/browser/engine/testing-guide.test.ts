import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { endSession, expireToken, signInAs } from "../../testing-guide/end-to-end.ts";
import { type AppServer, pagePath, startAppServer } from "./support/app-server.ts";
import { eventually } from "./support/eventually.ts";
import { defaultSettings } from "./support/open-tab.ts";

let server: AppServer;
let browser: Browser;
beforeAll(async () => {
  [server, browser] = await Promise.all([startAppServer(), chromium.launch(chromiumLaunch)]);
});
afterAll(async () => {
  await browser?.close();
  await server?.close();
});
beforeEach(() => server.reset());

async function openApp() {
  const page = await browser.newPage();
  await page.clock.install();
  await signInAs(page, "ada", "acme:ada");
  await page.goto(server.url + pagePath(defaultSettings("guide"), false));
  const status = () =>
    page.evaluate(() => document.querySelector("[data-status]")?.getAttribute("data-status") ?? null);
  await eventually(status).toBe("authenticated");
  const workspace = () =>
    page.evaluate(async () => {
      const token = (await window.probe.getToken()) ?? "";
      return (JSON.parse(atob(token.split(".")[1] ?? "")) as { workspace_id: string }).workspace_id;
    });
  return { page, status, workspace };
}

test("the app gets a new token after `expireToken()` expires the first token", async () => {
  const { page, status, workspace } = await openApp();
  expect(await workspace()).toBe("acme:ada");
  const before = await page.evaluate(() => window.probe.getToken());
  await expireToken(page);
  await eventually(() => page.evaluate(() => window.probe.getToken())).not.toBe(before);
  expect([await status(), await workspace(), server.calls]).toEqual(["authenticated", "acme:ada", []]);
  await page.close();
});

test("after `endSession()`, the status changes from `authenticated` to `error` when the token expires", async () => {
  const { page, status } = await openApp();
  await endSession(page);
  expect(await status()).toBe("authenticated");
  await expireToken(page);
  await eventually(status).toBe("error");
  await page.close();
});
