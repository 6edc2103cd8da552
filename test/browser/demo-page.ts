import type { Browser, BrowserContext, Locator, Page } from "playwright";

/** The demo's page, and functions that operate it. */
export interface DemoPage {
  page: Page;
  context: BrowserContext;
  /** The URLs of requests that the page sent to other machines. */
  foreign: string[];
  uncaught: string[];
  button(name: string | RegExp): Locator;
  claim(name: string): Promise<string>;
  /** The elements with the role `alert`, such as the fallback of `AuthErrorBoundary`. */
  alert: Locator;
  tab(name: "Token" | "Devtools"): Promise<void>;
  /** Opens the demo's "Devtools" tab, selects the fault with this label, and opens the "Token" tab. */
  whatIf(label: string): Promise<void>;
  toggle(name: string): Promise<void>;
}

/** The size of a desktop window, in pixels. */
export const DESKTOP = { width: 1440, height: 900 };

interface OpenOptions {
  /** The size of the window, in pixels. Default: 1440 by 900. */
  viewport?: { width: number; height: number };
}

/** Opens the demo in a new browser profile and signs a person in on the auth provider's page. */
export async function openDemo(
  browser: Browser,
  url: string,
  person: string,
  options: OpenOptions = {},
): Promise<DemoPage> {
  const open = await openWelcome(browser, url, options);
  await signIn(open, person);
  return open;
}

/** Signs a person in on the auth provider's page. Works on every page of the demo that has a "Sign in" button. */
export async function signIn({ page, button }: DemoPage, person: string): Promise<void> {
  await button("Sign in").click();
  await button(person).click();
  await page.getByRole("main").waitFor();
}

/** Opens the demo in a new browser profile, without signing in. */
export async function openWelcome(
  browser: Browser,
  url: string,
  { viewport = DESKTOP }: OpenOptions = {},
): Promise<DemoPage> {
  const context = await browser.newContext({ viewport, reducedMotion: "reduce" });
  const page = await context.newPage();
  const foreign: string[] = [];
  const uncaught: string[] = [];
  context.on("request", (request) => {
    if (/^https?:\/\/(?!localhost:)/.test(request.url())) foreign.push(request.url());
  });
  page.on("pageerror", (error) => uncaught.push(error.message));
  await page.goto(url);
  return operate(page, { context, foreign, uncaught });
}

/** Returns the functions that operate a tab of a browser profile. */
export function operate(page: Page, profile: Pick<DemoPage, "context" | "foreign" | "uncaught">): DemoPage {
  const { context, foreign, uncaught } = profile;
  const tab = (name: string) => page.getByRole("tab", { name }).click();
  return {
    page,
    context,
    foreign,
    uncaught,
    button: (name) => page.getByRole("button", { name }),
    claim: async (name) => (await page.locator(`dt:has(:text-is("${name}")) + dd`).first().textContent()) ?? "",
    alert: page.getByRole("alert"),
    tab,
    whatIf: async (label) => {
      await tab("Devtools");
      await page.getByRole("radio", { name: label, exact: true }).click();
      await tab("Token");
    },
    toggle: (name) => page.getByRole("switch", { name: new RegExp(`^${name}`) }).click(),
  };
}
