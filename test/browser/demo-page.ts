import type { Browser, BrowserContext, Locator, Page } from "playwright";

/** The demo's page for a signed-in user. */
export interface DemoPage {
  page: Page;
  context: BrowserContext;
  /** Requested addresses outside this machine. */
  foreign: string[];
  /** Uncaught errors of the page. */
  uncaught: string[];
  button(name: string | RegExp): Locator;
  claim(name: string): Promise<string>;
  /** The error boundary's alert. */
  alert: Locator;
  source(behaviour: string): Promise<void>;
  toggle(name: string): Promise<void>;
}

interface OpenOptions {
  /** Default: 1440 by 900. */
  viewport?: { width: number; height: number };
}

/** Opens the demo in a new browser profile and signs a user in through the provider's page. */
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

/** Selects a user on the provider's page, from any place where the demo offers to sign in. */
export async function signIn({ page, button }: DemoPage, person: string): Promise<void> {
  await button("Sign in").click();
  await button(person).click();
  await page.getByRole("main").waitFor();
}

/** Opens the demo in a new browser profile without signing in. */
export async function openWelcome(
  browser: Browser,
  url: string,
  { viewport = { width: 1440, height: 900 } }: OpenOptions = {},
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

  return {
    page,
    context,
    foreign,
    uncaught,
    button: (name) => page.getByRole("button", { name }),
    claim: async (name) => (await page.locator(`dt:text-is("${name}") + dd`).first().textContent()) ?? "",
    alert: page.getByRole("alert"),
    source: (behaviour) => page.getByRole("radio", { name: behaviour, exact: true }).click(),
    toggle: (name) => page.getByRole("switch", { name: new RegExp(`^${name}`) }).click(),
  };
}
