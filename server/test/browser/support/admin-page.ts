import type { Browser, Page } from "playwright";
import { afterAll, beforeAll } from "vitest";
import {
  type BrowserUser,
  expectNoViolations,
  expectToFit,
  launchChromium,
  openBrowserProfile,
} from "./browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./dashboard-server.ts";

/** The tests of a file share this authority, browser, user and page. */
export let server: DashboardServer;
export let browser: Browser;
export let user: BrowserUser;
export let page: Page;

beforeAll(async () => {
  server = await openDashboardServer();
  browser = await launchChromium();
  user = await openBrowserProfile(browser, server.url);
  page = user.page;
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

export const heading = (name: string | RegExp) => page.getByRole("heading", { name, exact: typeof name === "string" });
export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
export const toast = (text: string) => page.locator(".toast", { hasText: text }).waitFor();
export const row = (text: string) => page.getByRole("row").filter({ hasText: text });

export async function open(name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
}

export const expectNoProblems = async () => {
  await expectNoViolations(page);
  await expectToFit(page);
};
