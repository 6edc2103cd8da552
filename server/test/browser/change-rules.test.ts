import type { Page } from "playwright";
import { beforeAll, describe, expect, test } from "vitest";
import {
  expectNoViolations,
  expectToFit,
  openBrowserProfile,
  tabTo,
  timeout,
  typeInto,
} from "./support/browser-user.ts";
import { addAdminAndRules, browser, press, rules, server, shareAuthority, signIn } from "./support/rules-admin.ts";
import { PASSWORD } from "./support/set-up-password.ts";

/**
 * Closes the dialog of a saved rule. The dialog stays open after saving, because it shows a warning about a shared
 * workspace.
 */
async function closeSaved(page: Page, name: string): Promise<void> {
  const dialog = page.getByRole("dialog", { name: `${name} saved` });
  await dialog.locator(".warning").waitFor();
  await dialog.getByRole("button", { name: "Done" }).click();
  await dialog.waitFor({ state: "hidden" });
}

shareAuthority();
beforeAll(() => addAdminAndRules("Clerk"), 240_000);

// Each test continues from the previous one.
describe.sequential("the rules in the dashboard", () => {
  test("if two admins edit a rule, the admin who saves second sees the other admin's changes before replacing them", {
    timeout: 180_000,
  }, async () => {
    const ada = await openBrowserProfile(browser, server.url);
    const grace = await openBrowserProfile(browser, server.url);
    for (const { page } of [ada, grace]) {
      await signIn(page);
      await page.getByRole("button", { name: "Edit: Clerk" }).click();
      await page.getByRole("dialog", { name: "Edit Clerk" }).waitFor();
    }
    const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });
    await field(grace.page, "Audience").fill("assistant-ui\nsecond-app");
    await field(grace.page, "Name").fill("Clerk of Grace");
    await grace.page.getByRole("button", { name: "Save changes" }).click();
    await closeSaved(grace.page, "Clerk of Grace");

    await field(ada.page, "Name").fill("Clerk of Ada");
    await ada.page.getByRole("button", { name: "Save changes" }).click();
    await ada.page.getByText("Another admin changed this rule").waitFor();
    // Both admins changed the name; only Grace changed the audience.
    expect(await field(ada.page, "Name").inputValue()).toBe("Clerk of Ada");
    expect(await field(ada.page, "Audience").inputValue()).toBe("assistant-ui\nsecond-app");
    await ada.page.getByText("Saved by another admin: Clerk of Grace").waitFor();
    expect((await rules())[0]?.name).toBe("Clerk of Grace");
    await expectNoViolations(ada.page);
    await ada.page.getByRole("button", { name: "Use theirs: Name" }).click();
    expect(await field(ada.page, "Name").inputValue()).toBe("Clerk of Grace");
    await field(ada.page, "Name").fill("Clerk of Ada");
    await ada.page.getByRole("button", { name: "Save anyway" }).click();
    await closeSaved(ada.page, "Clerk of Ada");
    expect(await rules()).toMatchObject([{ name: "Clerk of Ada", audiences: ["assistant-ui", "second-app"] }, {}]);
    await ada.close();
    await grace.close();
  });

  test("an admin disables, deletes and restores a rule", { timeout: 180_000 }, async () => {
    const { page, browserErrors, close } = await openBrowserProfile(browser, server.url);
    await signIn(page);
    const toggle = page.getByRole("switch", { name: "Clerk of Ada enabled" });
    await tabTo(page, "switch", "Clerk of Ada enabled");
    await press(page, "Space");
    await expect.poll(async () => (await rules())[0]?.enabled, { timeout }).toBe(false);
    await expect.poll(() => toggle.getAttribute("aria-checked"), { timeout }).toBe("false");
    await expectNoViolations(page);
    await press(page, "Space");
    await expect.poll(async () => (await rules())[0]?.enabled, { timeout }).toBe(true);

    await tabTo(page, "button", "Delete: Clerk of Ada");
    await press(page, "Enter");
    await expect.poll(async () => (await rules()).length, { timeout }).toBe(1);
    // The F8 key focuses the toasts.
    await page.getByRole("button", { name: "Undo" }).waitFor();
    await expectNoViolations(page);
    await press(page, "F8");
    await tabTo(page, "button", "Undo");
    await press(page, "Enter");
    await page.getByText("Clerk of Ada restored.").first().waitFor();
    await page.getByRole("heading", { name: "Clerk of Ada", level: 3 }).waitFor();
    expect((await rules()).map(({ name }) => name)).toEqual(["Lantern", "Clerk of Ada"]);
    expect(browserErrors).toEqual([]);
    await close();
  });

  test("if an admin disables a rule while the authority is unreachable, the switch stays on and an error appears", {
    timeout: 180_000,
  }, async () => {
    const { page, close } = await openBrowserProfile(browser, server.url);
    await signIn(page);
    const toggle = page.getByRole("switch", { name: "Lantern enabled" });
    await toggle.waitFor();
    await page.context().setOffline(true);
    await toggle.click();
    await page.getByText("Lantern is still enabled. Could not reach the authority.").first().waitFor();
    expect(await toggle.getAttribute("aria-checked")).toBe("true");
    await page.getByRole("button", { name: "Try again" }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("alert").waitFor({ state: "hidden" });
    expect((await rules())[0]?.enabled).toBe(true);
    await close();
  });

  test("if another browser ends all the admin's sessions, the next sign-in restores the page and its unsaved form", {
    timeout: 180_000,
  }, async () => {
    const here = await openBrowserProfile(browser, server.url);
    const elsewhere = await openBrowserProfile(browser, server.url);
    const { page } = here;
    const endElsewhere = async () => {
      await signIn(elsewhere.page);
      const status = await elsewhere.page.evaluate(
        async () => (await fetch("../admin/api/sessions", { method: "DELETE" })).status,
      );
      expect(status).toBe(204);
      await elsewhere.page.goto("about:blank");
    };
    const signInAgain = async () => {
      await typeInto(page, "Password", PASSWORD);
      await press(page, "Enter");
      await page.getByRole("heading", { name: "Sign in" }).waitFor({ state: "detached" });
    };
    await signIn(page);
    await page.getByRole("heading", { name: "Lantern", level: 3 }).waitFor();
    await endElsewhere();
    await page.getByRole("switch", { name: "Lantern enabled" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByText("Your session has ended.").waitFor();
    const focusedField = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
    await expect.poll(focusedField, { timeout }).toBe("password");
    expect(page.url()).toBe(`${server.url}/dashboard/#/rules`);
    await expectNoViolations(page);
    const password = page.getByLabel("Password", { exact: true });
    await password.fill("not the password at all");
    await press(page, "Enter");
    await page.getByText("The password is wrong").waitFor();
    expect(await password.inputValue()).toBe("not the password at all");
    await password.fill("");
    await signInAgain();
    await page.getByRole("heading", { name: "Lantern", level: 3 }).waitFor();
    // The request of the ended session had no effect.
    expect((await rules())[0]?.enabled).toBe(true);

    await tabTo(page, "button", "Edit: Lantern");
    await press(page, "Enter");
    await page.getByRole("dialog", { name: "Edit Lantern" }).waitFor();
    await page.getByLabel("Name", { exact: true }).fill("Lantern at night");
    await endElsewhere();
    await page.getByRole("button", { name: "Save changes" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await expectNoViolations(page);
    await expectToFit(page);
    await signInAgain();
    const dialog = page.getByRole("dialog", { name: "Edit Lantern" });
    await dialog.getByText("Your session ended before the request completed. Try again.").waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Lantern at night");
    await expectNoViolations(page);
    await tabTo(page, "button", "Save changes");
    await press(page, "Enter");
    await closeSaved(page, "Lantern at night");
    expect((await rules())[0]?.name).toBe("Lantern at night");

    // The page keeps no data after a deliberate sign-out.
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    expect(await page.content()).not.toContain("Edit: Lantern");
    expect(await page.getByText("Your session has ended.").count()).toBe(0);
    await here.close();
    await elsewhere.close();
  });
});
