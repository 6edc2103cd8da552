import { fileURLToPath } from "node:url";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { chromiumLaunch } from "../../scripts/chromium.mjs";
import { type RunningCloud, startCloud } from "./support/start-cloud.ts";
import { createNextApp, type NextApp } from "./support/start-next.ts";

const JWT = /eyJ/;

describe("F47 Next.js with `cacheComponents` and the provider in the root layout", { timeout: 120_000 }, () => {
  let cloud: RunningCloud;
  let app: NextApp;
  let url: string;
  let printed: string;
  let browser: Browser;
  beforeAll(async () => {
    cloud = await startCloud();
    app = await createNextApp(fileURLToPath(new URL("next", import.meta.url)), inject("packed").auth.tarball);
    printed = await app.build();
    url = await app.start({ ASSISTANT_API_KEY: cloud.apiKey, ASSISTANT_BACKEND_URL: cloud.url });
    browser = await chromium.launch(chromiumLaunch);
  }, 300_000);
  afterAll(async () => {
    await browser?.close();
    await app?.remove();
    await cloud?.close();
  });

  it("the Next.js build marks the app's page as partially prerendered", () => {
    expect(printed).toMatch(/◐ \/\n/);
  });

  it("the HTML from Next.js shows the loading state and contains no token", async () => {
    const html = await (await fetch(url)).text();
    expect(html.match(/data-status="\w+"/g)).toEqual(['data-status="loading"', 'data-status="loading"']);
    expect(html).not.toMatch(JWT);
  });

  it("in a browser, the Next.js page shows that the user has a token and causes no error", async () => {
    const page = await browser.newPage();
    const browserErrors: string[] = [];
    page.on("pageerror", (error) => browserErrors.push(String(error)));
    page.on("console", (message) => {
      if (message.type() === "error") browserErrors.push(message.text());
    });
    await page.goto(url);
    await page.locator("[data-status=authenticated]").nth(1).waitFor();
    expect(await page.locator("[data-status]").allTextContents()).toEqual(["user_1 has a token", "user_1 has a token"]);
    expect(browserErrors).toEqual([]);
  });
});
