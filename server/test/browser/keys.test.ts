import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type BrowserUser,
  expectNoViolations,
  expectToFit,
  isInView,
  launchChromium,
  openBrowserProfile,
  tabTo,
  timeout,
  typeInto,
} from "./support/browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";

const PASSWORD = "seven owls above the quarry";
const NEXT_PASSWORD = "a lantern under nine bridges";

let server: DashboardServer;
let browser: Browser;
let user: BrowserUser;
let page: Page;
/** Every secret seen so far. No secret may appear a second time. */
const secrets: string[] = [];

beforeAll(async () => {
  server = await openDashboardServer();
  browser = await launchChromium();
  user = await openBrowserProfile(browser, server.url);
  page = user.page;
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
});

const heading = (name: string | RegExp) => page.getByRole("heading", { name, exact: typeof name === "string" });
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const toast = (text: string) => page.locator(".toast", { hasText: text }).waitFor();
const row = (text: string) => page.getByRole("row").filter({ hasText: text });

async function open(name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { level: 2, name, exact: true }).waitFor();
}

/** Requests a workspace token as a backend does; returns the HTTP status. */
async function mint(key: string): Promise<number> {
  const response = await fetch(`${server.url}/v1/auth/tokens`, {
    method: "POST",
    headers: {
      Authorization: `Bearer ${key}`,
      "Aui-User-Id": "user-1",
      "Aui-Workspace-Id": "org-1",
      "Content-Type": "application/json",
    },
  });
  await response.text();
  return response.status;
}

/** Copies the new key by keyboard, closes the dialog and returns the key. */
async function takeKey(): Promise<string> {
  const copy = /^Copy: API key/;
  // The Copy button gets the focus, so a repeated Enter copies again and does not close the dialog.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout }).toBe("Copy");
  await tabTo(page, "button", "Done");
  await page.keyboard.press("Enter");
  await page.getByText("You have not copied this secret, and it cannot be shown again.").waitFor();
  await button("Close without copying").waitFor();
  await expectNoViolations(page);
  await page.keyboard.press("Enter");
  await page.getByText("Copied", { exact: true }).waitFor();
  const key = await page.evaluate(() => navigator.clipboard.readText());
  expect(key).toMatch(/^sk_aui_proj_/);
  secrets.push(key);
  await expectNoViolations(page);
  await expectToFit(page);
  await page.keyboard.press("Escape");
  await button(copy).waitFor();
  await tabTo(page, "button", "Done");
  await page.keyboard.press("Enter");
  await button(copy).waitFor({ state: "detached" });
  expect(await page.content()).not.toContain(key);
  return key;
}

const expectNoProblems = async () => {
  await expectNoViolations(page);
  await expectToFit(page);
};

// The tests are in the order in which an admin maintains an authority. Each test continues from the previous one.
describe.sequential("the dashboard's pages for keys, origins, projects, admins and logs", () => {
  let first = "";
  let second = "";

  test("a set-up link signs an admin in once, and a second use of the link shows an error", {
    timeout: 240_000,
  }, async () => {
    await page.goto(`${server.url}/dashboard/#/keys`);
    await heading("No admin yet").waitFor();
    await expectNoProblems();
    const link = await server.authority.dashboard.createSetUpLink();
    secrets.push(link.split("=")[1] ?? "");
    await page.goto(link);
    await heading("Set your password").waitFor();
    await typeInto(page, "Password", PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("navigation").waitFor();
    await page.goto(link);
    await typeInto(page, "Password", "another password altogether");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "The set-up link is not valid" }).waitFor();
    await button("Continue without the link").click();
    await page.getByRole("navigation").waitFor();
  });

  test("an admin creates an API key using only the keyboard, and the key mints tokens", {
    timeout: 240_000,
  }, async () => {
    await open("API keys");
    await heading("No API keys yet").waitFor();
    await expectNoProblems();
    await tabTo(page, "button", "Create API key");
    await page.keyboard.press("Enter");
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent);
    await expect.poll(focused, { timeout }).toBe("Name");
    await typeInto(page, "Name", " ");
    await page.keyboard.press("Enter");
    await page
      .getByRole("alert")
      .filter({ hasText: "Enter a name for the API key, such as the app that uses it" })
      .waitFor();
    await expectNoViolations(page);
    await page.keyboard.type("production backend");
    await page.keyboard.press("Enter");
    first = await takeKey();
    await row("production backend").getByText("active").waitFor();
    expect(await mint(first)).toBe(200);
    await expectNoProblems();
  });

  test("after a rotation with an overlap, the old and the new API key are valid", { timeout: 240_000 }, async () => {
    await tabTo(page, "button", "Rotate production backend");
    await page.keyboard.press("Enter");
    const overlap = page.getByLabel("Overlap (hours)");
    await expect.poll(() => overlap.evaluate((field) => field === document.activeElement), { timeout }).toBe(true);
    await overlap.fill("soon");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be a number" }).waitFor();
    await overlap.fill("721");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be 720 or less" }).waitFor();
    await overlap.fill("1,5");
    await page.keyboard.press("Enter");
    second = await takeKey();
    expect(second).not.toBe(first);
    await row("rotated").waitFor();
    expect(await mint(first)).toBe(200);
    expect(await mint(second)).toBe(200);
    // On a phone, each key and its buttons fit the window.
    await page.setViewportSize({ width: 390, height: 740 });
    for (const name of ["Status", "Created", "Last used", "Expires"]) {
      const cell = row("rotated").locator(`td[data-label="${name}"]`);
      await cell.scrollIntoViewIfNeeded();
      expect(await isInView(cell), name).toBe(true);
    }
    const revoke = row("rotated").getByRole("button", { name: /^Revoke/ });
    await revoke.scrollIntoViewIfNeeded();
    expect(await isInView(revoke)).toBe(true);
    await expectNoProblems();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("an API key is rejected as soon as an admin confirms its revocation", {
    timeout: 240_000,
  }, async () => {
    const rotated = row("rotated").getByRole("button", { name: /^Revoke/ });
    await rotated.focus();
    await page.keyboard.press("Enter");
    await heading(/^Revoke “production backend”/).waitFor();
    await expectNoProblems();
    // The Cancel button has the focus, so Enter cancels.
    await page.keyboard.press("Enter");
    await heading(/^Revoke “production backend”/).waitFor({ state: "detached" });
    expect(await mint(first)).toBe(200);
    await expect.poll(() => rotated.evaluate((element) => element === document.activeElement), { timeout }).toBe(true);
    await page.keyboard.press("Enter");
    await tabTo(page, "button", "Revoke key");
    await page.keyboard.press("Enter");
    await toast("revoked.");
    expect(await mint(first)).toBe(403);
    expect(await mint(second)).toBe(200);
    await row("revoked").waitFor();
    // The Revoke button has disappeared with the key, so the focus moves to the page.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout }).toBe("MAIN");
    await expectNoProblems();
  });

  test("the activity page lists and filters issued and rejected token requests", { timeout: 240_000 }, async () => {
    await open("Activity");
    await page.getByText(/In the last hour: 5 issued, 1 refused, 0 errors\./).waitFor();
    await page.locator(".activity-chart svg").first().waitFor();
    await expectNoProblems();
    await page.getByLabel("Outcome").selectOption("refused");
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(2);
    await row("refused · 403").waitFor();
    await page.getByLabel("Credential").selectOption({ label: "ID token" });
    await heading("No matching decisions").waitFor();
    await page.getByLabel("Credential").selectOption("");
    await page.getByLabel("Outcome").selectOption("");
    await page.getByLabel("Matched rule or key").selectOption({ label: `production backend (…${second.slice(-4)})` });
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(3);
    // The page refreshes automatically.
    expect(await mint(second)).toBe(200);
    await page.getByText(/In the last hour: 6 issued/).waitFor();
    await page.setViewportSize({ width: 390, height: 740 });
    const reason = page.locator('td[data-label="Reason"]').first();
    await reason.scrollIntoViewIfNeeded();
    expect(await isInView(reason)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("an admin rotates and revokes signing keys", { timeout: 240_000 }, async () => {
    await open("Signing keys");
    await row("signs now").waitFor();
    await expectNoProblems();
    await button("Rotate now").click();
    await button("Rotate key").click();
    await toast("New key published");
    await row("published, signs later").waitFor();
    const active = (await server.authority.signingKeys.list()).find(({ state }) => state === "active")?.kid ?? "none";
    await row("signs now")
      .getByRole("button", { name: /^Revoke/ })
      .click();
    await expectNoViolations(page);
    await button("Revoke key").click();
    await toast("Key revoked.");
    await expect
      .poll(async () => (await server.authority.signingKeys.list()).some(({ kid }) => kid === active), { timeout })
      .toBe(false);
    expect(await mint(second)).toBe(200);
    await row("signs now").waitFor();
    await expectNoProblems();
  });

  test("an admin adds origins and undoes the removal of an origin", { timeout: 240_000 }, async () => {
    await open("Allowed origins");
    await heading("All origins allowed").waitFor();
    const field = page.getByLabel("Origin", { exact: true });
    await field.fill("http://example.com/path");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be https://host" }).waitFor();
    expect(await field.inputValue()).toBe("http://example.com/path");
    await expectNoProblems();
    for (const origin of ["https://app.example.com", "https://*.example.org"]) {
      await field.fill(origin);
      await page.keyboard.press("Enter");
      await button(`Remove ${origin}`).waitFor();
    }
    await expectNoProblems();
    await field.fill("https://*.github.io");
    await page.keyboard.press("Enter");
    const warning = page.locator(".warning", { hasText: "github.io" });
    await warning.waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.reload();
      await warning.waitFor();
      expect(await isInView(warning), `${width}`).toBe(true);
      // The navigation scrolls to the item of the current page.
      expect(await isInView(page.getByRole("link", { name: "Allowed origins", exact: true })), `${width}`).toBe(true);
    }
    await expectNoProblems();
    await page.setViewportSize({ width: 1280, height: 900 });
    await button("Remove https://*.github.io").click();
    await warning.waitFor({ state: "detached" });
    // Close the toast, so that the next toast is the only one.
    await page.reload();
    await button("Remove https://*.example.org").click();
    await button("Remove https://*.example.org").waitFor({ state: "detached" });
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await button("Remove https://*.example.org").waitFor();
    await button("Remove https://app.example.com").click();
    await button("Remove https://app.example.com").waitFor({ state: "detached" });
    // Removing the last origin allows all origins, so it requires a confirmation.
    await button("Remove https://*.example.org").click();
    await heading("Allow all origins?").waitFor();
    await button("Remove origin").click();
    await heading("All origins allowed").waitFor();
  });

  test("an admin adds a project in the dashboard", { timeout: 240_000 }, async () => {
    await open("Projects");
    await button("Add project").click();
    await page.getByLabel("ID", { exact: true }).fill("not an id");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be 1 to 64 letters" }).waitFor();
    await expectNoViolations(page);
    await page.getByLabel("ID", { exact: true }).fill("proj-second");
    await page.getByLabel("Name", { exact: true }).fill("Second project");
    await page.keyboard.press("Enter");
    await row("Second project").waitFor();
    await expectNoProblems();
  });

  test("an invited admin joins with a link and loses access when removed", {
    timeout: 240_000,
  }, async () => {
    await open("Admins");
    await row("admin").getByText("you", { exact: true }).waitFor();
    await expectNoProblems();
    await tabTo(page, "button", "Add admin");
    await page.keyboard.press("Enter");
    await page.keyboard.type("grace@team.example");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "A name must have" }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("grace");
    await page.keyboard.press("Enter");
    await heading("Set-up link for grace").waitFor();
    // The Copy button has the focus, so Enter copies.
    await page.keyboard.press("Enter");
    await page.getByText("Copied", { exact: true }).waitFor();
    await expectNoProblems();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    secrets.push(link.split(/[=&]/)[1] ?? "");
    await button("Done").click();
    await heading("Set-up link for grace").waitFor({ state: "detached" });
    await row("grace").getByText("not yet").waitFor();

    const grace = await openBrowserProfile(browser, server.url);
    await grace.page.goto(link);
    await grace.page.getByText(/^For grace, who can change auth rules/).waitFor();
    await grace.page.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await grace.page.keyboard.press("Enter");
    await grace.page.getByRole("link", { name: "Audit log", exact: true }).click();
    await grace.page
      .getByRole("row")
      .filter({ hasText: "Admin password set" })
      .filter({ hasText: "grace" })
      .first()
      .waitFor();

    await page.reload();
    await button("Remove grace").click();
    await expectNoViolations(page);
    await button("Remove admin").click();
    await toast("grace removed.");
    await grace.page.evaluate(() => location.assign("#/keys"));
    await grace.page.getByText("Your session has ended.").waitFor();
    await grace.close();
    const question = page.getByRole("alertdialog");
    await question.waitFor({ state: "detached" });
    await row("admin").getByRole("button", { name: "Remove admin" }).click();
    await question.getByRole("button", { name: "Remove admin" }).click();
    await page.getByRole("alert").filter({ hasText: "The last admin with a password cannot be removed." }).waitFor();
    await button("Cancel").click();
  });

  test("an admin who signs out everywhere returns to the same page after the next sign-in", {
    timeout: 240_000,
  }, async () => {
    await open("Audit log");
    const other = await openBrowserProfile(browser, server.url);
    await other.page.goto(`${server.url}/dashboard/#/signing-keys`);
    await other.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByRole("heading", { name: "Signing keys", exact: true }).waitFor();
    await button("Account").click();
    await page.getByLabel("Current password").fill("not the password at all");
    await page.getByLabel("New password").fill(NEXT_PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Is not the current password" }).waitFor();
    await expectNoProblems();
    await page.getByLabel("Current password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await toast("Password changed.");
    await heading("Audit log").waitFor();
    await button("Account").click();
    await button("Sign out everywhere").click();
    await heading("Sign in").waitFor();
    await expectNoProblems();
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "The password is wrong" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await page.keyboard.press("Enter");
    await heading("Audit log").waitFor();
    // The other page notices the sign-out at its next request or poll.
    await other.page.evaluate(() => location.assign("#/keys"));
    await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.page.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByRole("heading", { name: "API keys", exact: true }).waitFor();
    await other.close();
  });

  test("the audit log lists the actions of previous tests and contains no secret", { timeout: 240_000 }, async () => {
    await page.reload();
    for (const text of [
      "Admin password set",
      "API key created",
      "API key rotated",
      "API key revoked",
      "Signing key created",
      "Signing key revoked",
      "Allowed origins changed",
      "Admin password changed",
      "Signed out everywhere",
      "Sign-in refused",
      "Signed in",
    ]) {
      await row(text).first().waitFor();
    }
    await expectNoProblems();
    const { entries } = await server.authority.audit.list({ limit: 200 });
    const shown = `${await page.content()} ${JSON.stringify(entries)}`;
    for (const secret of [...secrets, PASSWORD, NEXT_PASSWORD]) expect(shown).not.toContain(secret);
    await page.getByLabel("Show").selectOption({ label: "API keys" });
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(4);
  });

  test("the activity page shows its old data and an error until the authority is reachable again", {
    timeout: 240_000,
  }, async () => {
    await open("Activity");
    await row("issued · 200").first().waitFor();
    await server.stop();
    await page.getByText("Could not reach the authority.").waitFor();
    await row("issued · 200").first().waitFor();
    await expectNoProblems();
    await button("Sign out").click();
    await toast("You are still signed in. Could not reach the authority.");
    await button("Try again").click();
    await page.getByText("Could not reach the authority.").first().waitFor();
    await server.start();
    // The page retries every few seconds, so its button may disappear before a click.
    await page.getByText("Could not reach the authority.").first().waitFor({ state: "detached" });
    // The browser logs refused and failed requests. It must log nothing else.
    expect(user.browserErrors.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
  });
});
