import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright";
import { expect } from "vitest";
import { chromiumLaunch } from "../../../../scripts/chromium.mjs";

/** The timeout of each wait, in milliseconds. It is long, because the machine may be busy. */
export const timeout = 60_000;

export function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumLaunch);
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
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 90 && !(await isFocused()); presses++) await page.keyboard.press("Tab");
  expect(await isFocused(), `${name} cannot be reached by Tab`).toBe(true);
}

export async function typeInto(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, "textbox", name);
  await page.keyboard.insertText(text);
}

/**
 * Checks that axe finds no violations in light mode and no contrast violations in dark mode. Playwright injects axe
 * through the debugger, because the page's content security policy blocks injected script elements.
 */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
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
