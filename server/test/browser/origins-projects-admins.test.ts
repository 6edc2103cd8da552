import { beforeAll, describe, expect, test } from "vitest";
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
} from "./support/admin-page.ts";
import { expectNoViolations, isInView, openBrowserProfile, tabTo } from "./support/browser-user.ts";
import { PASSWORD, setUpPassword } from "./support/set-up-password.ts";

const NEXT_PASSWORD = "a lantern under nine bridges";

/** The secrets in set-up links. The audit log must not contain any of these secrets. */
const secrets: string[] = [];

shareAdminPage();
beforeAll(() => setUpPassword(page, server));

describe.sequential("the dashboard's pages for origins, projects and admins", () => {
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

  test("the audit log lists the changed origins and contains no secret", { timeout: 240_000 }, async () => {
    await open("Audit log");
    await row("Allowed origins changed").first().waitFor();
    const { entries } = await server.authority.audit.list({ limit: 200 });
    const shown = `${await page.content()} ${JSON.stringify(entries)}`;
    for (const secret of [...secrets, PASSWORD, NEXT_PASSWORD]) expect(shown).not.toContain(secret);
  });
});
