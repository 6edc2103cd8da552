import process from "node:process";
import { type Browser, chromium } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { currentClient, previousClient } from "../../assistant-cloud/golden/support/clients.ts";
import { chromiumSuite } from "./support/chromium-suite.ts";

// Both clients share one browser, and each opens its pages in a profile of its own.
let shared: Browser;
beforeAll(async () => {
  shared = await chromium.launch(chromiumLaunch);
}, 60_000);
afterAll(() => shared?.close());
const browser = () => shared;

// To save time, `npm test` runs each client with one runtime in Chromium. A new app gets the current client with the AI
// SDK's runtime. The previous client runs the two tests that send every kind of its requests, because Chromium can block
// requests. Its other tests run only in jsdom. `npm run test:golden` runs all tests of both clients with both runtimes.
const runsAll = process.env["GOLDEN"] === "all";
chromiumSuite({
  client: previousClient,
  browser,
  runtimes: runsAll ? ["local", "ai-sdk"] : ["local"],
  isShort: !runsAll,
});
chromiumSuite({ client: currentClient, browser, runtimes: runsAll ? ["local", "ai-sdk"] : ["ai-sdk"], isShort: false });
