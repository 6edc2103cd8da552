import type { Browser, BrowserContext, Locator, Page } from "playwright";

/** The demo's page as somebody sees it who is signed in. */
export interface DemoPage {
  page: Page;
  context: BrowserContext;
  /** Addresses outside this machine that the page asked for. */
  foreign: string[];
  /** Errors that nothing on the page caught. */
  uncaught: string[];
  button(name: string | RegExp): Locator;
  claim(name: string): Promise<string>;
  /** What the boundary shows. */
  alert: Locator;
  source(behaviour: string): Promise<void>;
  toggle(name: string): Promise<void>;
}

interface OpenOptions {
  /** Default: 1440 by 900. */
  viewport?: { width: number; height: number };
}

/** Opens the demo in a browser profile of its own and signs a person in through the provider's page. */
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

/** Chooses a person on the provider's page, from wherever the demo offers to sign in. */
export async function signIn({ page, button }: DemoPage, person: string): Promise<void> {
  await button("Sign in").click();
  await button(person).click();
  await page.getByRole("main").waitFor();
}

/** Opens the demo in a browser profile of its own and signs nobody in. */
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
