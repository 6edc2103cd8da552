import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright";
import { expect } from "vitest";
import { chromiumLaunch } from "../../../../scripts/chromium.mjs";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The timeout of each wait, in milliseconds. It is long, because the machine may be busy. */
export const timeout = 60_000;

let shared: Promise<Browser> | undefined;

/** Returns a browser that all test files of this worker share. The browser ends with the worker's process. */
export function sharedChromium(): Promise<Browser> {
  shared ??= chromium.launch(chromiumLaunch);
  return shared;
}

/** A user with a separate browser profile. */
export interface BrowserUser {
  readonly context: BrowserContext;
  readonly page: Page;
  /** Errors and warnings from the page and the browser, including the statuses of refused requests. */
  readonly browserErrors: readonly string[];
  close(): Promise<void>;
}

/**
 * Opens a new browser profile. Each request to a server other than the authority adds an error to `browserErrors`.
 *
 * @param url the authority's URL
 */
export async function openBrowserProfile(browser: Browser, url: string): Promise<BrowserUser> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(timeout);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  const page = await context.newPage();
  const browserErrors: string[] = [];
  page.on("pageerror", (error) => browserErrors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") browserErrors.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) browserErrors.push(`foreign request: ${request.url()}`);
  });
  return { context, page, browserErrors, close: () => context.close() };
}

/** Presses Tab until an element has the focus; fails if 90 presses do not reach the element. */
export async function tabTo(page: Page, role: Parameters<Page["getByRole"]>[0], name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === "string" });
  await target.waitFor({ timeout });
  // A search by role computes the names of many elements, so search again only if the page replaces the element.
  let found = await target.elementHandle();
  const look = () => found?.evaluate((element) => (element.isConnected ? element === document.activeElement : null));
  const isFocused = async () => {
    const focused = await look();
    if (focused !== null) return focused;
    found = await target.elementHandle();
    return look();
  };
  for (let presses = 0; presses < 90 && !(await isFocused()); presses++) await page.keyboard.press("Tab");
  const reached = await target.evaluate((element) => element === document.activeElement);
  expect(reached, `${name} cannot be reached by Tab`).toBe(true);
}

export async function typeInto(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, "textbox", name);
  await page.keyboard.insertText(text);
}

/**
 * Checks that axe finds no violations in light mode and no contrast violations in dark mode. The debugger injects
 * axe, because the page's content security policy blocks injected script elements.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (!(await page.evaluate(() => "axe" in globalThis))) await injectAxe(page);
    // The color scheme changes only colors, so check only the contrast in dark mode.
    const only = colorScheme === "dark" ? ["color-contrast"] : null;
    const found = await page.evaluate(async (ids) => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      // Without `resultTypes`, axe also describes every element that follows a rule, which takes a quarter of its time.
      const { violations } = await run({ resultTypes: ["violations"], ...(ids === null ? {} : { runOnly: ids }) });
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    }, only);
    expect(found, colorScheme).toEqual([]);
  }
}

/** Uses the debugger directly, because `page.evaluate` takes three times as long for a script of this size. */
async function injectAxe(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send("Runtime.evaluate", { expression: axeSource });
  await session.detach();
}

/** Returns whether an element is entirely inside the window and no other element covers its top or bottom edge. */
export function isInView(element: Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    const inner = [top + 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y));
    return inner.every((found) => found !== null && (node.contains(found) || found.contains(node)));
  });
}

/** Checks that the page needs no horizontal scrolling at a window width of 390 pixels and of 320 pixels. */
export async function expectToFit(page: Page): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize(before);
}
