import type { Browser, Page } from "playwright";
import { afterAll, beforeAll } from "vitest";
import {
  type BrowserUser,
  expectNoViolations,
  expectToFit,
  openBrowserProfile,
  sharedChromium,
} from "./browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./dashboard-server.ts";

/** The tests of a file share this authority, browser, user and page. {@link shareAdminPage} opens them. */
export let server: DashboardServer;
export let browser: Browser;
export let user: BrowserUser;
export let page: Page;

/**
 * Starts an authority without an admin and opens a page before the first test of a file, and closes both after the last
 * test. Each test file calls this function once.
 */
export function shareAdminPage(): void {
  beforeAll(async () => {
    server = await openDashboardServer();
    browser = await sharedChromium();
    user = await openBrowserProfile(browser, server.url);
    page = user.page;
  }, 240_000);
  afterAll(async () => {
    await user.close();
    await server.close();
  });
}

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
