import type { BrowserContext, CDPSession, Page } from "playwright";
import { type AppServer, pagePath } from "./app-server.ts";
import { eventually } from "./eventually.ts";
import type { TestAppSettings } from "./test-app.tsx";

/** The settings of the tab's app, and options for opening the tab. */
export interface TabOptions extends Partial<TestAppSettings> {
  /** Whether the server renders the page. Default: false. */
  rendered?: boolean;
  /** Runs in the page before the page's own scripts. Default: none. */
  before?: () => void;
}

export interface Tab {
  readonly name: string;
  readonly page: Page;
  readonly devtools: CDPSession;
  readonly console: string[];
  getToken(options?: { forceRefresh?: boolean }): Promise<string | null>;
  /**
   * Calls `getToken()` in the page without waiting for the result. While the call is pending, `answer` returns null.
   * Afterward, `answer` returns the token, `signed out` or the error code.
   */
  startGetToken(options?: { forceRefresh?: boolean }): Promise<{ answer(): Promise<string | null> }>;
  status(): Promise<string | null>;
  countEvents(type: string): Promise<number>;
  visibility(): Promise<string>;
  freeze(state: "frozen" | "active"): Promise<void>;
  /** The names of the locks that any page of the origin holds or waits for. */
  locks(): Promise<{ held: string[]; pending: string[] }>;
  authenticated(): Promise<void>;
}

declare global {
  interface Window {
    /** How far the page's wall clock is ahead of the machine's, in milliseconds. Timers ignore the difference. */
    aheadMs: number;
  }
}

let opened = 0;

/** Returns the settings of an app with the signed-in user `ada`. */
export function defaultSettings(tab: string): TestAppSettings {
  return { key: "ada", tab, shareAcrossTabs: true, strict: true, readers: 1, readsToken: true, sharesClient: false };
}

/** Returns the name of the message channel of one user's tabs. The lock of these tabs has the same name. */
export const scopeOf = (key: string) =>
  `assistant-cloud-auth:${JSON.stringify(["https://cloud.example", "backend", key])}`;

/** Opens the test app in a new foreground tab. */
export async function openTab(context: BrowserContext, server: AppServer, options: TabOptions = {}): Promise<Tab> {
  const { rendered = false, before, ...settings } = options;
  const page = await context.newPage();
  await page.addInitScript(() => {
    const now = Date.now.bind(Date);
    window.aheadMs = 0;
    Date.now = () => now() + window.aheadMs;
  });
  if (before !== undefined) await page.addInitScript(before);
  opened += 1;
  const complete: TestAppSettings = { ...defaultSettings(`tab ${opened}`), ...settings };
  const tab = await createTab(context, page, complete.tab);
  await page.goto(server.url + pagePath(complete, rendered));
  return tab;
}

async function createTab(context: BrowserContext, page: Page, name: string): Promise<Tab> {
  const devtools = await context.newCDPSession(page);
  const lines: string[] = [];
  page.on("console", (message) => lines.push(message.text()));
  page.on("pageerror", (error) => lines.push(String(error)));
  const status = () =>
    page.evaluate(() => document.querySelector("[data-status]")?.getAttribute("data-status") ?? null);
  return {
    name,
    page,
    devtools,
    console: lines,
    getToken: (options) => page.evaluate((callOptions) => window.probe.getToken(callOptions), options),
    async startGetToken(options) {
      const handle = await page.evaluateHandle((callOptions) => {
        const result = { answer: null as string | null };
        window.probe.getToken(callOptions).then(
          (token) => {
            result.answer = token ?? "signed out";
          },
          (error: { code?: string }) => {
            result.answer = error.code ?? String(error);
          },
        );
        return result;
      }, options);
      return { answer: () => handle.evaluate(({ answer }) => answer) };
    },
    status,
    countEvents: (type) =>
      page.evaluate((eventType) => window.probe.events.filter((event) => event.type === eventType).length, type),
    visibility: () => page.evaluate(() => document.visibilityState),
    freeze: async (state) => void (await devtools.send("Page.setWebLifecycleState", { state })),
    locks: () =>
      page.evaluate(async () => {
        const { held = [], pending = [] } = await navigator.locks.query();
        const names = (locks: LockInfo[]) => locks.map((lock) => lock.name ?? "");
        return { held: names(held), pending: names(pending) };
      }),
    authenticated: () => eventually(status).toBe("authenticated"),
  };
}
