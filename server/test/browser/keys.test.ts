import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";
import {
  expectNoViolations,
  expectToFit,
  isInView,
  launchChromium,
  tabTo,
  timeout,
  typeInto,
  type Visitor,
  visit,
} from "./support/visitor.ts";

const PASSWORD = "seven owls above the quarry";
const NEXT_PASSWORD = "a lantern under nine bridges";

let server: DashboardServer;
let browser: Browser;
let visitor: Visitor;
let page: Page;
/** Every secret that came by; none of them may be seen again. */
const secrets: string[] = [];

beforeAll(async () => {
  server = await openDashboardServer();
  browser = await launchChromium();
  visitor = await visit(browser, server.url);
  page = visitor.page;
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

/** Asks for a workspace token as a backend does; gives the HTTP status. */
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

/** Copies the key that is shown, by keyboard, and leaves the dialog. */
async function takeKey(): Promise<string> {
  const copy = /^Copy: The key/;
  // An Enter too many copies; it dismisses nothing.
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent), { timeout }).toBe("Copy");
  await tabTo(page, "button", "Done");
  await page.keyboard.press("Enter");
  await page.getByText("It has not been copied, and it cannot be shown again.").waitFor();
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

const expectSound = async () => {
  await expectNoViolations(page);
  await expectToFit(page);
};

// In the order in which somebody looks after an authority; each test goes on from the one before.
describe.sequential("the dashboard's keys and logs", () => {
  let first = "";
  let second = "";

  test("a set-up link opened over the page leads in, and a used one leads back to the sign-in", {
    timeout: 240_000,
  }, async () => {
    await page.goto(`${server.url}/dashboard/#/keys`);
    await heading("No admin yet").waitFor();
    await expectSound();
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

  test("a key is made by keyboard alone, shown once, and mints", { timeout: 240_000 }, async () => {
    await open("API keys");
    await heading("No API key yet").waitFor();
    await expectSound();
    await tabTo(page, "button", "Create key");
    await page.keyboard.press("Enter");
    const focused = () =>
      page.evaluate(() => (document.activeElement as HTMLInputElement | null)?.labels?.[0]?.textContent);
    await expect.poll(focused, { timeout }).toBe("Name");
    await typeInto(page, "Name", " ");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Name the key after where it is used" }).waitFor();
    await expectNoViolations(page);
    await page.keyboard.type("production backend");
    await page.keyboard.press("Enter");
    first = await takeKey();
    await row("production backend").getByText("active").waitFor();
    expect(await mint(first)).toBe(200);
    await expectSound();
  });

  test("a rotation with an overlap leaves both keys in force", { timeout: 240_000 }, async () => {
    await tabTo(page, "button", "Rotate production backend");
    await page.keyboard.press("Enter");
    const overlap = page.getByLabel("Overlap in hours");
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
    // On a phone, each key with its buttons is within the window.
    await page.setViewportSize({ width: 390, height: 740 });
    for (const name of ["Status", "Created", "Last used", "Expires"]) {
      const cell = row("rotated").locator(`td[data-label="${name}"]`);
      await cell.scrollIntoViewIfNeeded();
      expect(await isInView(cell), name).toBe(true);
    }
    const revoke = row("rotated").getByRole("button", { name: /^Revoke/ });
    await revoke.scrollIntoViewIfNeeded();
    expect(await isInView(revoke)).toBe(true);
    await expectSound();
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("a revoked key is refused at once, after a confirmation that keeps it by default", {
    timeout: 240_000,
  }, async () => {
    const rotated = row("rotated").getByRole("button", { name: /^Revoke/ });
    await rotated.focus();
    await page.keyboard.press("Enter");
    await heading(/^Revoke “production backend”/).waitFor();
    await expectSound();
    // The focus is on the way back.
    await page.keyboard.press("Enter");
    await heading(/^Revoke “production backend”/).waitFor({ state: "detached" });
    expect(await mint(first)).toBe(200);
    await expect.poll(() => rotated.evaluate((element) => element === document.activeElement), { timeout }).toBe(true);
    await page.keyboard.press("Enter");
    await tabTo(page, "button", "Revoke key");
    await page.keyboard.press("Enter");
    await toast("is revoked.");
    expect(await mint(first)).toBe(403);
    expect(await mint(second)).toBe(200);
    await row("revoked").waitFor();
    // Its button is gone with the key; the focus has not fallen to nowhere.
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout }).toBe("MAIN");
    await expectSound();
  });

  test("activity tells of real mints and refusals, and can be narrowed down", { timeout: 240_000 }, async () => {
    await open("Activity");
    await page.getByText(/In the last hour: 5 issued, 1 refused, 0 errors\./).waitFor();
    await page.locator(".activity-chart svg").first().waitFor();
    await expectSound();
    await page.getByLabel("Outcome").selectOption("refused");
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(2);
    await row("refused · 403").waitFor();
    await page.getByLabel("Asked by").selectOption({ label: "ID token" });
    await heading("No decision like that").waitFor();
    await page.getByLabel("Asked by").selectOption("");
    await page.getByLabel("Outcome").selectOption("");
    await page.getByLabel("Let in by").selectOption({ label: `production backend (…${second.slice(-4)})` });
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(3);
    // It goes on by itself.
    expect(await mint(second)).toBe(200);
    await page.getByText(/In the last hour: 6 issued/).waitFor();
    await page.setViewportSize({ width: 390, height: 740 });
    const reason = page.locator('td[data-label="Reason"]').first();
    await reason.scrollIntoViewIfNeeded();
    expect(await isInView(reason)).toBe(true);
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  test("a signing key is rotated, and one is revoked", { timeout: 240_000 }, async () => {
    await open("Signing keys");
    await row("signs now").waitFor();
    await expectSound();
    await button("Rotate now").click();
    await button("Rotate").click();
    await toast("A new key is published");
    await row("published, signs later").waitFor();
    const active = (await server.authority.signingKeys.list()).find(({ state }) => state === "active")?.kid ?? "none";
    await row("signs now")
      .getByRole("button", { name: /^Revoke/ })
      .click();
    await expectNoViolations(page);
    await button("Revoke key").click();
    await toast("The key is revoked.");
    await expect
      .poll(async () => (await server.authority.signingKeys.list()).some(({ kid }) => kid === active), { timeout })
      .toBe(false);
    expect(await mint(second)).toBe(200);
    await row("signs now").waitFor();
    await expectSound();
  });

  test("origins are allowed, refused beside the field, and removed with undo", { timeout: 240_000 }, async () => {
    await open("Allowed origins");
    await heading("Every page may call").waitFor();
    const field = page.getByLabel("Origin", { exact: true });
    await field.fill("http://example.com/path");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be https://host" }).waitFor();
    expect(await field.inputValue()).toBe("http://example.com/path");
    await expectSound();
    for (const origin of ["https://app.example.com", "https://*.example.org"]) {
      await field.fill(origin);
      await page.keyboard.press("Enter");
      await button(`Remove ${origin}`).waitFor();
    }
    await expectSound();
    await field.fill("https://*.github.io");
    await page.keyboard.press("Enter");
    const warning = page.locator(".warning", { hasText: "github.io" });
    await warning.waitFor();
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 900 });
      await page.reload();
      await warning.waitFor();
      expect(await isInView(warning), `${width}`).toBe(true);
      // The page's own row of pages shows where one is.
      expect(await isInView(page.getByRole("link", { name: "Allowed origins", exact: true })), `${width}`).toBe(true);
    }
    await expectSound();
    await page.setViewportSize({ width: 1280, height: 900 });
    await button("Remove https://*.github.io").click();
    await warning.waitFor({ state: "detached" });
    // Closes its notice, so that the next one is the only one.
    await page.reload();
    await button("Remove https://*.example.org").click();
    await button("Remove https://*.example.org").waitFor({ state: "detached" });
    await page.locator(".toast").getByRole("button", { name: "Undo" }).click();
    await button("Remove https://*.example.org").waitFor();
    await button("Remove https://app.example.com").click();
    await button("Remove https://app.example.com").waitFor({ state: "detached" });
    // Without the last one the list is no list any more, and that is asked about.
    await button("Remove https://*.example.org").click();
    await heading("Let every page call?").waitFor();
    await button("Remove it").click();
    await heading("Every page may call").waitFor();
  });

  test("a project is added", { timeout: 240_000 }, async () => {
    await open("Projects");
    await button("Add project").click();
    await page.getByLabel("Id", { exact: true }).fill("not an id");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Must be 1 to 64 letters" }).waitFor();
    await expectNoViolations(page);
    await page.getByLabel("Id", { exact: true }).fill("proj-second");
    await page.getByLabel("Name", { exact: true }).fill("Second project");
    await page.keyboard.press("Enter");
    await row("Second project").waitFor();
    await expectSound();
  });

  test("an admin is added by a link, is named by the audit log, and is out as soon as removed", {
    timeout: 240_000,
  }, async () => {
    await open("Admins");
    await row("admin").getByText("you", { exact: true }).waitFor();
    await expectSound();
    await tabTo(page, "button", "Add admin");
    await page.keyboard.press("Enter");
    await page.keyboard.type("grace@team.example");
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "A name must have" }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("grace");
    await page.keyboard.press("Enter");
    await heading("Link for grace").waitFor();
    // Copy has the focus.
    await page.keyboard.press("Enter");
    await page.getByText("Copied", { exact: true }).waitFor();
    await expectSound();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    secrets.push(link.split(/[=&]/)[1] ?? "");
    await button("Done").click();
    await heading("Link for grace").waitFor({ state: "detached" });
    await row("grace").getByText("not yet").waitFor();

    const grace = await visit(browser, server.url);
    await grace.page.goto(link);
    await grace.page.getByText(/^It opens the dashboard to grace/).waitFor();
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
    await toast("grace is removed.");
    await grace.page.evaluate(() => location.assign("#/keys"));
    await grace.page.getByText("Your session has ended.").waitFor();
    await grace.close();
    const question = page.getByRole("alertdialog");
    await question.waitFor({ state: "detached" });
    await row("admin").getByRole("button", { name: "Remove admin" }).click();
    await question.getByRole("button", { name: "Remove admin" }).click();
    await page.getByRole("alert").filter({ hasText: "The last admin with a password cannot be removed." }).waitFor();
    await button("Keep it").click();
  });

  test("who signs out everywhere is asked to sign in, and comes back to the same page", {
    timeout: 240_000,
  }, async () => {
    await open("Audit log");
    const other = await visit(browser, server.url);
    await other.page.goto(`${server.url}/dashboard/#/signing-keys`);
    await other.page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByRole("heading", { name: "Signing keys", exact: true }).waitFor();
    await button("Account").click();
    await page.getByLabel("Present password").fill("not the password at all");
    await page.getByLabel("New password").fill(NEXT_PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "Is not the present password" }).waitFor();
    await expectSound();
    await page.getByLabel("Present password").fill(PASSWORD);
    await page.keyboard.press("Enter");
    await toast("The password is changed.");
    await heading("Audit log").waitFor();
    await button("Account").click();
    await button("Sign out everywhere").click();
    await heading("Sign in").waitFor();
    await expectSound();
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.keyboard.press("Enter");
    await page.getByRole("alert").filter({ hasText: "The password is not right" }).waitFor();
    await page.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await page.keyboard.press("Enter");
    await heading("Audit log").waitFor();
    // The other page notices at its next request, or at its next poll.
    await other.page.evaluate(() => location.assign("#/keys"));
    await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await other.page.getByLabel("Password", { exact: true }).fill(NEXT_PASSWORD);
    await other.page.keyboard.press("Enter");
    await other.page.getByRole("heading", { name: "API keys", exact: true }).waitFor();
    await other.close();
  });

  test("the audit log shows all that was done and holds no secret", { timeout: 240_000 }, async () => {
    await page.reload();
    for (const text of [
      "Admin password set",
      "API key made",
      "API key rotated",
      "API key revoked",
      "Signing key made",
      "Signing key revoked",
      "Allowed origins changed",
      "Admin password changed",
      "Signed out everywhere",
      "Sign-in refused",
      "Signed in",
    ]) {
      await row(text).first().waitFor();
    }
    await expectSound();
    const { entries } = await server.authority.audit.list({ limit: 200 });
    const shown = `${await page.content()} ${JSON.stringify(entries)}`;
    for (const secret of [...secrets, PASSWORD, NEXT_PASSWORD]) expect(shown).not.toContain(secret);
    await page.getByLabel("Show").selectOption({ label: "API keys" });
    await expect.poll(() => page.getByRole("row").count(), { timeout }).toBe(4);
  });

  test("nobody there is told above what was read before, and the page goes on when it is back", {
    timeout: 240_000,
  }, async () => {
    await open("Activity");
    await row("issued · 200").first().waitFor();
    await server.stop();
    await page.getByText("The authority could not be reached.").waitFor();
    await row("issued · 200").first().waitFor();
    await expectSound();
    await button("Sign out").click();
    await toast("Still signed in. The authority could not be reached.");
    await button("Try again").click();
    await page.getByText("The authority could not be reached.").first().waitFor();
    await server.start();
    // The page asks every few seconds by itself; its button may be gone before anybody can press it.
    await page.getByText("The authority could not be reached.").first().waitFor({ state: "detached" });
    // A browser notes by itself what was refused or found nobody; beside that there is nothing.
    expect(visitor.complaints.filter((text) => !text.startsWith("Failed to load resource"))).toEqual([]);
  });
});
