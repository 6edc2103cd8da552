import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from "playwright";
import { expect } from "vitest";
import { chromiumLaunch } from "../../../../scripts/chromium.mjs";

/** Bounds a wait on a busy machine; it ends with what is waited for. */
export const timeout = 60_000;

export function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumLaunch);
}

/** Somebody with a browser profile of their own. */
export interface Visitor {
  readonly context: BrowserContext;
  readonly page: Page;
  /** What the page, or the browser on its behalf, complained about; statuses of refused requests stand here too. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

/** @param url the authority; a request to anywhere else counts as a complaint */
export async function visit(browser: Browser, url: string): Promise<Visitor> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "en-GB" });
  context.setDefaultTimeout(timeout);
  await context.grantPermissions(["clipboard-read", "clipboard-write"], { origin: url });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(`${url}/`)) complaints.push(`foreign request: ${request.url()}`);
  });
  return { context, page, complaints, close: () => context.close() };
}

/** Presses a key until an element has the focus, as somebody without a mouse does. */
export async function tabTo(page: Page, role: Parameters<Page["getByRole"]>[0], name: string | RegExp): Promise<void> {
  const target = page.getByRole(role, { name, exact: typeof name === "string" });
  await target.waitFor({ timeout });
  const isFocused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 90 && !(await isFocused()); presses++) await page.keyboard.press("Tab");
  expect(await isFocused(), `${name} cannot be reached by Tab`).toBe(true);
}

/** Types into a field that Tab leads to. */
export async function typeInto(page: Page, name: string | RegExp, text: string): Promise<void> {
  await tabTo(page, "textbox", name);
  await page.keyboard.insertText(text);
}

/** Has axe look at the page as it stands, in light and in dark; the page's own policy keeps axe's script out, so it comes by the debugger. */
export async function expectNoViolations(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
    // The scheme changes colours alone.
    const only = colorScheme === "dark" ? ["color-contrast"] : null;
    const found = await page.evaluate(async (ids) => {
      const { run } = (globalThis as unknown as { axe: typeof axe }).axe;
      const { violations } = await (ids === null ? run() : run({ runOnly: ids }));
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
    }, only);
    expect(found, colorScheme).toEqual([]);
  }
}

/** Returns whether an element can be seen as the page stands, without scrolling it or anything around it. */
export function isInView(element: Locator): Promise<boolean> {
  return element.evaluate((node) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    if (left < 0 || top < 0 || right > innerWidth || bottom > innerHeight) return false;
    const inner = [top + 2, bottom - 2].map((y) => document.elementFromPoint((left + right) / 2, y));
    return inner.every((found) => found !== null && (node.contains(found) || found.contains(node)));
  });
}

/** Checks that nothing sticks out of a narrow window. */
export async function expectToFit(page: Page): Promise<void> {
  const before = page.viewportSize() ?? { width: 1280, height: 900 };
  for (const width of [390, 320]) {
    await page.setViewportSize({ width, height: 800 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize(before);
}
