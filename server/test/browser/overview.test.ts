import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  expectNoViolations,
  expectToFit,
  openBrowserProfile,
  sharedChromium,
  tabTo,
  timeout,
} from "./support/browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";
import { setUpPassword } from "./support/set-up-password.ts";

let server: DashboardServer;
let browser: Browser;

beforeAll(async () => {
  server = await openDashboardServer();
  browser = await sharedChromium();
}, 240_000);

afterAll(async () => {
  await server?.close();
});

const waitForHeading = (page: Page, words: string) => page.getByRole("heading", { name: words }).waitFor({ timeout });

test("if no admin exists, the dashboard shows the command that creates the first admin", {
  timeout: 180_000,
}, async () => {
  const { page, browserErrors, close } = await openBrowserProfile(browser, server.url);
  const response = await page.goto(`${server.url}/dashboard`);
  expect(response?.headers()["content-security-policy"]).toContain("script-src 'self'");
  await waitForHeading(page, "No admin yet");
  await page.getByText("npx assistant-cloud-server admin reset").waitFor();
  await expectNoViolations(page);
  await expectToFit(page);
  expect(browserErrors).toEqual([]);
  await close();
});

test("the overview shows the issuer and the signing key, and reports an outage", {
  timeout: 240_000,
}, async () => {
  const { page, browserErrors, close } = await openBrowserProfile(browser, server.url);
  await setUpPassword(page, server);
  await waitForHeading(page, "The authority is up.");
  const issuer = page.locator('dt:text-is("Issuer") + dd');
  await expect.poll(() => issuer.textContent(), { timeout }).toBe(server.url);
  const response = await server.authority.fetch(new Request(`${server.url}/.well-known/jwks.json`));
  const { keys } = (await response.json()) as { keys: { kid: string }[] };
  await page.getByText(keys[0]?.kid ?? "no key", { exact: true }).waitFor();
  await expectNoViolations(page);
  await expectToFit(page);

  await server.stop();
  await waitForHeading(page, "The authority is unreachable.");
  await page.getByText("No server responds at this URL.").waitFor();
  await server.start();
  await waitForHeading(page, "The authority is up.");
  await page.getByText(/Back up since .* of downtime\./).waitFor();
  // Ignore Chromium's own messages for failed requests.
  expect(
    browserErrors.filter((words) => !/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/.test(words)),
  ).toEqual([]);
  await close();
});

test("the overview is usable with only the keyboard, and has a link that skips the navigation", {
  timeout: 180_000,
}, async () => {
  const { page, close } = await openBrowserProfile(browser, server.url);
  await setUpPassword(page, server);
  await page.getByText("ES256").waitFor();
  await tabTo(page, "link", "Skip to content");
  await page.keyboard.press("Enter");
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("MAIN");
  await tabTo(page, "button", "Copy: Connect your backend");
  await page.keyboard.press("Enter");
  await page.getByText("Copied").waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`baseUrl: "${server.url}"`);
  await close();
});

test("signing out opens the sign-in page, and that page shows no data", { timeout: 180_000 }, async () => {
  const { page, close } = await openBrowserProfile(browser, server.url);
  await setUpPassword(page, server);
  await page.getByRole("link", { name: "Auth rules" }).click();
  await page.getByRole("heading", { name: "Auth rules", exact: true }).waitFor();
  await page.getByRole("button", { name: "Sign out" }).click();
  await waitForHeading(page, "Sign in");
  await page.reload();
  await waitForHeading(page, "Sign in");
  expect(await page.getByRole("navigation").count()).toBe(0);
  expect((await page.request.get(`${server.url}/admin/api/rules`)).status()).toBe(401);
  await close();
});
