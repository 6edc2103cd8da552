import { describe, expect, test } from "vitest";
import {
  browser,
  button,
  expectNoProblems,
  heading,
  open,
  page,
  row,
  server,
  shareAdminPage,
  toast,
  user,
} from "./support/admin-page.ts";
import { mint, secrets, takeKey } from "./support/api-keys.ts";
import { expectNoViolations, isInView, openBrowserProfile, tabTo, timeout, typeInto } from "./support/browser-user.ts";

const PASSWORD = "seven owls above the quarry";
const NEXT_PASSWORD = "a lantern under nine bridges";

shareAdminPage();

// The tests are in the order in which an admin maintains an authority. Each test continues from the previous one.
describe.sequential("the dashboard's pages for keys, sessions and logs", () => {
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

  test("the activity page lists and filters issued tokens and rejected requests", { timeout: 240_000 }, async () => {
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

  test("while the authority is unreachable, the activity page shows its old data and an error", {
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
