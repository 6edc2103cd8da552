import { authRuleFor } from "assistant-cloud-server";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll } from "vitest";
import { openBrowserProfile, sharedChromium } from "./browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./dashboard-server.ts";
import { PASSWORD, setUpPassword } from "./set-up-password.ts";
import { startTokenIssuer, type TokenIssuer } from "./token-issuer.ts";

/** The issuer URL of the Clerk rule. {@link issuer} signs tokens whose `iss` is this URL. */
export const ISSUER = "https://clerk.lantern-demo.com";

/** The tests of a file share this authority, auth provider and browser. {@link shareAuthority} opens them. */
export let server: DashboardServer;
export let issuer: TokenIssuer;
export let browser: Browser;

/**
 * Starts an authority without an admin and an auth provider before the first test of a file, and closes both after the
 * last test. Each test file calls this function once.
 */
export function shareAuthority(): void {
  beforeAll(async () => {
    server = await openDashboardServer();
    issuer = await startTokenIssuer();
    browser = await sharedChromium();
  }, 240_000);
  afterAll(async () => {
    await issuer.close();
    await server.close();
  });
}

export async function signIn(page: Page, hash = "#/rules"): Promise<void> {
  await page.goto(`${server.url}/dashboard/${hash}`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
}

export const press = (page: Page, ...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
export const rules = () => server.authority.rules.list();

/** Creates an admin, a Clerk rule, and the rule `Lantern`, whose provider is unreachable. */
export async function addAdminAndRules(clerkName: string): Promise<void> {
  const { page, close } = await openBrowserProfile(browser, server.url);
  await setUpPassword(page, server);
  await close();
  await server.authority.rules.add({
    ...authRuleFor("clerk", { domain: ISSUER, audience: "assistant-ui" }),
    name: clerkName,
    jwksUrl: issuer.jwksUrl,
  });
  await server.authority.rules.add({
    name: "Lantern",
    issuer: "https://lantern.example",
    jwksUrl: issuer.jwksUrl.replace(/:\d+/, ":1"),
    audience: "lantern",
    requiredClaims: { token_use: "id" },
  });
}
