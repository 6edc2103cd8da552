import type { Browser } from "playwright";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import {
  CLIENT_ID,
  CLIENT_SECRET,
  sendJson,
  startTeamProvider,
  type TeamProvider,
} from "../admin/openid/support/start-team-provider.ts";
import {
  type BrowserUser,
  expectNoViolations,
  expectToFit,
  openBrowserProfile,
  sharedChromium,
  tabTo,
  timeout,
} from "./support/browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";
import { PASSWORD, setUpPassword } from "./support/set-up-password.ts";

let server: DashboardServer;
let browser: Browser;
let provider: TeamProvider;
beforeAll(async () => {
  server = await openDashboardServer(async (url) => {
    // 127.0.0.1 and the dashboard's localhost are different sites, so `SameSite=Strict` applies.
    provider = await startTeamProvider(`${url}/admin/oidc/callback`);
    const adminOpenId = {
      issuer: provider.issuer,
      clientId: CLIENT_ID,
      clientSecret: CLIENT_SECRET,
      allow: { emails: ["ada@team.example"] },
      name: "Team login",
    };
    return { adminOpenId };
  });
  browser = await sharedChromium();
}, timeout * 3);
afterAll(async () => {
  await server?.close();
  await provider?.close();
});
afterEach(() => provider.answerAsUsual());

/** Returns the browser errors that mention neither a request to the provider nor a `data:` URL. */
const browserErrorsOf = ({ browserErrors }: BrowserUser) =>
  browserErrors.filter((text) => !text.includes(`foreign request: ${provider.issuer}/`) && !text.includes("data:,"));

test("a team member signs in with the OpenID provider using only the keyboard", {
  timeout: timeout * 3,
}, async () => {
  const user = await openBrowserProfile(browser, server.url);
  const { page } = user;
  await page.goto(`${server.url}/dashboard/#/audit`);
  await tabTo(page, "link", "Sign in with Team login");
  await expectNoViolations(page);
  await expectToFit(page);
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Team login" }).waitFor();
  expect(new URL(page.url()).origin).toBe(provider.issuer);
  await page.getByRole("button", { name: "I am ada" }).click();

  await page.getByRole("heading", { name: "Audit log" }).waitFor();
  await page.getByText("with the team’s OpenID provider").first().waitFor();
  expect(page.url()).toBe(`${server.url}/dashboard/#/audit`);
  const cookies = await user.context.cookies(server.url);
  expect(cookies.map(({ name, sameSite, httpOnly }) => ({ name, sameSite, httpOnly }))).toEqual([
    { name: "__Host-aui-admin", sameSite: "Strict", httpOnly: true },
  ]);
  // The session survives a reload.
  await page.reload();
  await page.getByRole("heading", { name: "Audit log" }).waitFor();

  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in with Team login" }).click();
  // Ada is still signed in at the provider, so the provider does not prompt.
  await page.getByRole("heading", { name: "Audit log" }).waitFor();
  expect(page.url()).toBe(`${server.url}/dashboard/#/audit`);
  expect(browserErrorsOf(user)).toEqual([]);
  await user.close();
});

test("a user who is not an admin sees a message about the rejected sign-in; a reload removes the message", {
  timeout: timeout * 3,
}, async () => {
  const user = await openBrowserProfile(browser, server.url);
  const { page } = user;
  await page.goto(`${server.url}/dashboard/#/keys`);
  await page.getByRole("link", { name: "Sign in with Team login" }).click();
  await page.getByRole("button", { name: "I am eve" }).click();
  const alert = page.getByRole("alert");
  await alert.getByText(/Your Team login account is not allowed to use this dashboard/).waitFor();
  expect(await page.content()).not.toContain("ada@");
  expect(page.url()).toBe(`${server.url}/dashboard/#/keys`);
  await expectNoViolations(page);
  await page.reload();
  await page.getByRole("link", { name: "Sign in with Team login" }).waitFor();
  expect(await alert.count()).toBe(0);
  expect(browserErrorsOf(user)).toEqual([]);
  await user.close();
});

test("while the OpenID provider is unreachable, an admin signs in to the dashboard with the password", {
  timeout: timeout * 3,
}, async () => {
  const user = await openBrowserProfile(browser, server.url);
  const { page } = user;
  await setUpPassword(page, server);
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("link", { name: "Sign in with Team login" }).click();
  provider.answerWith("/token", (response) => sendJson(response, 503, { error: "temporarily_unavailable" }));
  await page.getByRole("button", { name: "I am ada" }).click();
  await page.getByText("Could not reach Team login.").waitFor();
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation").waitFor();
  expect(browserErrorsOf(user)).toEqual([]);
  await user.close();
});
