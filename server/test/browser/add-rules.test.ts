import { describe, expect, test } from "vitest";
import {
  expectNoViolations,
  expectToFit,
  isInView,
  openBrowserProfile,
  tabTo,
  timeout,
  typeInto,
} from "./support/browser-user.ts";
import { browser, ISSUER, issuer, press, rules, server, shareAuthority, signIn } from "./support/rules-admin.ts";
import { PASSWORD } from "./support/set-up-password.ts";

shareAuthority();

// The tests are in the order in which an admin sets up an authority. Each test continues from the previous one.
describe.sequential("the rules in the dashboard", () => {
  test("after opening the set-up link, an admin adds a Clerk rule using only the keyboard", {
    timeout: 240_000,
  }, async () => {
    const link = await server.authority.dashboard.createFirstSetUpLink();
    expect(link).not.toBeNull();
    const { page, browserErrors, close } = await openBrowserProfile(browser, server.url);
    await page.goto(link ?? "");
    // The page removes the one-time token from the URL at once.
    await page.getByRole("heading", { name: "Set your password" }).waitFor();
    expect(page.url()).not.toContain("setup=");
    await expectNoViolations(page);
    await tabTo(page, "textbox", "Password");
    await page.keyboard.insertText("short");
    await press(page, "Enter");
    await page.getByRole("alert").waitFor();
    await press(page, "ControlOrMeta+a");
    await page.keyboard.insertText(PASSWORD);
    await press(page, "Enter");

    await tabTo(page, "link", "Auth rules");
    await press(page, "Enter");
    await page.getByRole("heading", { name: "No auth rules yet" }).waitFor();
    await expectNoViolations(page);
    await tabTo(page, "button", "Add auth integration");
    await press(page, "Enter");
    await page.getByRole("dialog", { name: "Add auth integration" }).waitFor();
    await expectNoViolations(page);
    await tabTo(page, "button", "Clerk");
    await press(page, "Enter");

    await page.getByRole("dialog", { name: "Clerk" }).waitFor();
    // A publishable key instead of the issuer is rejected next to the field, and the other inputs keep their values.
    await typeInto(page, "Issuer", "pk_test_Y2xlcmsubGFudGVybi1kZW1vLmNvbSQ");
    await typeInto(page, /^JWKS endpoint/, issuer.jwksUrl);
    await page.getByText("Its Frontend API domain is clerk.lantern-demo.com").waitFor();
    await tabTo(page, "textbox", "Issuer");
    await press(page, "ControlOrMeta+a");
    await page.keyboard.insertText(`${ISSUER}/`);
    expect(await page.getByRole("textbox", { name: /^Audience/ }).inputValue()).toBe("assistant-ui");
    const preview = page.getByRole("region", { name: "What will be saved" });
    await expect.poll(() => preview.textContent(), { timeout }).toContain(`${ISSUER}JWKS endpoint`);
    await preview.getByText("Reachable: 1 key").waitFor();
    await preview.getByText("key-1").waitFor();
    await expectNoViolations(page);
    // The buttons stick to the lower edge of the dialog, so no field is visible below them.
    await page.setViewportSize({ width: 1280, height: 600 });
    const dialogEdge = await page.locator(".modal").evaluate((element) => {
      element.scrollTo(0, 0);
      return element.getBoundingClientRect().bottom;
    });
    const buttons = page.locator(".rule-form-end");
    const buttonsEdge = await buttons.evaluate((element) => element.getBoundingClientRect().bottom);
    expect(dialogEdge - buttonsEdge).toBeLessThan(2);
    await page.setViewportSize({ width: 1280, height: 900 });
    await tabTo(page, "button", "Save rule");
    await press(page, "Enter");

    await page.getByRole("dialog", { name: "Clerk saved" }).waitFor();
    await page.getByText('from "assistant-cloud-auth/clerk"').waitFor();
    await page.getByText(`baseUrl="${server.url}"`).waitFor();
    await expectNoViolations(page);
    await tabTo(page, "button", "Done");
    await press(page, "Enter");
    await page.getByRole("heading", { name: "Clerk", level: 3 }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await expect.poll(focused, { timeout }).toBe("Add auth integration");
    await expectNoViolations(page);
    await expectToFit(page);
    expect(await rules()).toMatchObject([
      {
        provider: "clerk",
        issuers: [ISSUER],
        jwksUrl: issuer.jwksUrl,
        audiences: ["assistant-ui"],
        algorithms: ["RS256"],
      },
    ]);
    expect(browserErrors.filter((words) => !words.includes("status of 400"))).toEqual([]);
    // The link has been used, so it does not work in another browser.
    const late = await openBrowserProfile(browser, server.url);
    await late.page.goto(link ?? "");
    await late.page.getByLabel("Password", { exact: true }).fill("another password entirely");
    await late.page.getByRole("button", { name: "Set password" }).click();
    await late.page.getByText("The set-up link is not valid").waitFor();
    await late.close();
    await close();
  });

  test("an unreachable provider causes only a warning in the rule form, but an invalid rule cannot be saved", {
    timeout: 180_000,
  }, async () => {
    const { page, close } = await openBrowserProfile(browser, server.url);
    await signIn(page);
    await page.getByRole("button", { name: "Add auth integration" }).click();
    // A warning is visible above the long form. Enter focuses the warning instead of saving.
    await page.getByRole("button", { name: "Clerk", exact: true }).click();
    await page.getByLabel("Issuer", { exact: true }).fill("https://clerk.other-demo.com");
    await page.getByLabel(/^JWKS endpoint/).fill(`${issuer.jwksUrl.replace(/:\d+/, ":1")}`);
    await page.getByLabel(/^Audience/).fill("assistant-ui");
    const warning = page.getByText("No token can be accepted yet: The host refuses the connection.");
    await warning.waitFor();
    const phone = { width: 390, height: 740 };
    for (const size of [{ width: 1280, height: 740 }, phone]) {
      await page.setViewportSize(size);
      expect(await isInView(warning), `${size.width}`).toBe(true);
    }
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.getByLabel(/^Audience/).focus();
    await press(page, "Enter", "Enter");
    await expectNoViolations(page);
    await page.getByRole("button", { name: "Save anyway" }).waitFor();
    expect(await rules()).toHaveLength(1);
    await page.getByRole("button", { name: "Choose another provider" }).click();
    await page.getByRole("button", { name: "Custom provider" }).click();
    await page.getByRole("button", { name: "Save rule" }).click();
    // The first invalid field has the focus and shows its error.
    const name = page.getByLabel("Name", { exact: true });
    await expect.poll(() => name.getAttribute("aria-invalid"), { timeout }).toBe("true");
    await expect.poll(() => name.evaluate((element) => element === document.activeElement), { timeout }).toBe(true);
    await name.fill("Lantern");
    await page.getByLabel("Issuer", { exact: true }).fill("https://lantern.example");
    await page.getByLabel("JWKS endpoint", { exact: true }).fill(`${issuer.jwksUrl.replace(/:\d+/, ":1")}`);
    await page.getByLabel("Audience", { exact: true }).fill("lantern");
    await page.getByLabel("Required claims", { exact: true }).fill("token_use");
    await page.getByRole("button", { name: "Save rule" }).click();
    await page.getByText("as claim = value").waitFor();
    expect(await page.getByLabel("Audience", { exact: true }).inputValue()).toBe("lantern");
    await expectNoViolations(page);
    await page.getByLabel("Required claims", { exact: true }).fill("token_use = id");
    await page.getByRole("button", { name: "Save rule" }).click();
    const saved = page.getByRole("dialog", { name: "Lantern saved" });
    const failure = saved.getByText("Saved, but no token can be accepted yet:");
    await failure.waitFor();
    expect(await isInView(failure)).toBe(true);
    await press(page, "Enter", "Enter");
    expect(await saved.isVisible()).toBe(true);
    await expectNoViolations(page);
    await page.getByText("providerTokenSource({").waitFor();
    await page.getByRole("button", { name: "Done" }).click();

    await page.getByRole("button", { name: "Test: Lantern" }).click();
    await page.getByText("The host refuses the connection.").waitFor();
    await page.getByText("Check the port, and that the provider is running.").waitFor();
    await expectNoViolations(page);
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    await expect.poll(focused, { timeout }).toBe("Test: Lantern");
    expect((await rules()).at(-1)).toMatchObject({ name: "Lantern", requiredClaims: { token_use: "id" } });
    await close();
  });
});
