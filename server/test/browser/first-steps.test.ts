import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  EXCHANGE_PATH,
  MINT_PATH,
  readTokenBody,
  USER_ID_HEADER,
  WORKSPACE_ID_HEADER,
} from "../../../src/core/protocol.ts";
import {
  type BrowserUser,
  openBrowserProfile,
  sharedChromium,
  tabTo,
  timeout,
  typeInto,
} from "./support/browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";
import { PASSWORD } from "./support/set-up-password.ts";
import { startTokenIssuer, type TokenIssuer } from "./support/token-issuer.ts";

const ISSUER = "https://clerk.lantern-demo.com";
const AUDIENCE = "assistant-ui";

let server: DashboardServer;
let issuer: TokenIssuer;
let browser: Browser;
let user: BrowserUser;
let page: Page;

beforeAll(async () => {
  server = await openDashboardServer();
  issuer = await startTokenIssuer();
  browser = await sharedChromium();
  user = await openBrowserProfile(browser, server.url);
  page = user.page;
}, 240_000);

afterAll(async () => {
  await user?.close();
  await issuer?.close();
  await server?.close();
});

const press = (key: string) => page.keyboard.press(key);
const dialog = (name: string) => page.getByRole("dialog", { name }).waitFor();

async function go(role: "link" | "button", name: string | RegExp): Promise<void> {
  await tabTo(page, role, name);
  await press("Enter");
}

/** Requests a workspace token as an app or its backend does. Returns the status and the token's verified claims. */
async function ask(path: string, headers: Record<string, string>) {
  const response = await fetch(`${server.url}${path}`, { method: "POST", headers });
  const token = readTokenBody(await response.json());
  const verify = createWorkspaceTokenVerifier({ issuer: server.url });
  return { status: response.status, ...(token === null ? {} : await verify(token)) };
}

const exchange = async () => {
  const token = await issuer.sign({ iss: ISSUER, aud: AUDIENCE, sub: "user_ada", sts: "active" });
  return ask(EXCHANGE_PATH, { Authorization: `Bearer ${token}` });
};

/** Returns the fonts that loaded under the page's content security policy. */
const loadedFonts = () =>
  page.evaluate(() =>
    [...document.fonts]
      .filter(({ status }) => status === "loaded")
      .map(({ family }) => family.replaceAll('"', ""))
      .toSorted(),
  );

// These steps use no mouse. Every key press goes to the focused element.
describe.sequential("the first steps in the dashboard, using only the keyboard", () => {
  test("an admin creates a Clerk rule, and the authority exchanges a token of the rule's issuer", {
    timeout: 240_000,
  }, async () => {
    expect((await exchange()).status).toBe(403);
    await page.goto((await server.authority.dashboard.createFirstSetUpLink()) ?? "");
    await typeInto(page, "Password", PASSWORD);
    await press("Enter");
    await page.getByText("baseUrl=").waitFor();
    await expect.poll(loadedFonts, { timeout }).toEqual(["Inter Variable", "JetBrains Mono Variable"]);
    await go("link", /^Add an auth rule/);
    await go("button", "Add auth integration");
    await dialog("Add auth integration");
    await go("button", "Clerk");
    await dialog("Clerk");
    await typeInto(page, "Issuer", ISSUER);
    await typeInto(page, /^JWKS endpoint/, issuer.jwksUrl);
    expect(await page.getByRole("textbox", { name: /^Audience/ }).inputValue()).toBe(AUDIENCE);
    await page.getByText("Reachable: 1 key").waitFor();
    await go("button", "Save rule");
    await dialog("Clerk saved");
    await go("button", "Done");
    await expect.poll(exchange, { timeout }).toMatchObject({ status: 200, userId: "user_ada" });
  });

  test("an admin creates an API key, and the key mints tokens", { timeout: 240_000 }, async () => {
    await go("link", "API keys");
    await go("button", "Create API key");
    await dialog("Create API key");
    await typeInto(page, "Name", "production backend");
    await press("Enter");
    await dialog("“production backend” created");
    await go("button", /^Copy: API key/);
    await page.getByText("Copied", { exact: true }).waitFor();
    const key = await page.evaluate(() => navigator.clipboard.readText());
    await go("button", "Done");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const minted = await ask(MINT_PATH, {
      Authorization: `Bearer ${key}`,
      [USER_ID_HEADER]: "ada",
      [WORKSPACE_ID_HEADER]: "acme:ada",
    });
    expect(minted).toMatchObject({ status: 200, userId: "ada", workspaceId: "acme:ada" });
    expect(user.browserErrors).toEqual([]);
  });

  test("the activity page counts two issued tokens, and the Try a token page accepts a valid token", {
    timeout: 240_000,
  }, async () => {
    await go("link", "Activity");
    await page.getByText(/In the last hour: 2 issued, \d+ refused, 0 errors\./).waitFor();
    await go("link", "Try a token");
    await typeInto(page, "Token", await issuer.sign({ iss: ISSUER, aud: AUDIENCE, sub: "user_ada", sts: "active" }));
    await go("button", "Try token");
    const verdict = page.getByRole("region", { name: "Verdict" });
    await verdict.getByRole("heading", { name: "Accepted" }).waitFor();
    expect(await verdict.textContent()).toContain("user_ada");
    expect(user.browserErrors).toEqual([]);
  });
});
