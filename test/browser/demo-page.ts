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

/** Opens the demo in a browser profile of its own and signs a person in through the provider's page. */
export async function openDemo(browser: Browser, url: string, person: string): Promise<DemoPage> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: "reduce" });
  const page = await context.newPage();
  const foreign: string[] = [];
  const uncaught: string[] = [];
  context.on("request", (request) => {
    if (/^https?:\/\/(?!localhost:)/.test(request.url())) foreign.push(request.url());
  });
  page.on("pageerror", (error) => uncaught.push(error.message));
  const button = (name: string | RegExp) => page.getByRole("button", { name });

  await page.goto(url);
  await button("Sign in").click();
  await button(person).click();
  await page.getByRole("main").waitFor();

  return {
    page,
    context,
    foreign,
    uncaught,
    button,
    claim: async (name) => (await page.locator(`dt:text-is("${name}") + dd`).first().textContent()) ?? "",
    alert: page.getByRole("alert"),
    source: (behaviour) => page.getByRole("radio", { name: behaviour, exact: true }).click(),
    toggle: (name) => page.getByRole("switch", { name: new RegExp(`^${name}`) }).click(),
  };
}
