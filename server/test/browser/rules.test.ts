import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
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
import { PASSWORD } from "./support/set-up-password.ts";
import { startTokenIssuer, type TokenIssuer } from "./support/token-issuer.ts";

const ISSUER = "https://clerk.lantern-demo.com";

let server: DashboardServer;
let issuer: TokenIssuer;
let browser: Browser;

beforeAll(async () => {
  server = await openDashboardServer();
  issuer = await startTokenIssuer();
  browser = await launchChromium();
}, 240_000);

afterAll(async () => {
  await browser?.close();
  await issuer?.close();
  await server?.close();
});

async function signIn(page: Page, hash = "#/rules"): Promise<void> {
  await page.goto(`${server.url}/dashboard/${hash}`);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
}

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

const press = (page: Page, ...keys: string[]) =>
  keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
const rules = () => server.authority.rules.list();

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

  test("the rule form only warns if the provider is unreachable, but refuses to save an invalid rule", {
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

  test("if two admins edit a rule, the second one to save sees the first one's changes before overwriting them", {
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

  test("the Try a token page shows the rule that accepts the token, or the reason for a rejection", {
    timeout: 180_000,
  }, async () => {
    const claims = { sub: "user_ada", aud: "assistant-ui", iss: ISSUER, sts: "active" };
    const { page, browserErrors, context, close } = await openBrowserProfile(browser, server.url);
    await signIn(page, "#/try");
    const input = page.getByRole("textbox", { name: "Token" });
    await page.getByRole("button", { name: "Try token" }).click();
    await page.getByText("Paste a token", { exact: true }).waitFor();
    const attempt = async (token: string) => {
      await input.fill(token);
      await page.getByRole("button", { name: "Try token" }).click();
    };
    const verdict = page.getByRole("region", { name: "Verdict" });
    await attempt(await issuer.sign(claims));
    await verdict.getByRole("heading", { name: "Accepted" }).waitFor();
    expect(await verdict.textContent()).toContain("UseruserWorkspace".replace("user", "user_ada"));
    await expectNoViolations(page);
    await expectToFit(page);

    const slashed = await issuer.sign({ ...claims, iss: `${ISSUER}/` });
    await attempt(slashed);
    await verdict.getByRole("heading", { name: "Refused" }).waitFor();
    await verdict.getByText("in a trailing slash").waitFor();
    await verdict.getByText("What to do: Copy the issuer into the rule exactly as in the token.").waitFor();
    const nearest = page.getByRole("region", { name: "Checks of Clerk of Ada" });
    await nearest.getByText("Failed").waitFor();
    expect(
      await page
        .getByRole("region", { name: /^Checks of/ })
        .first()
        .getAttribute("aria-label"),
    ).toBe("Checks of Clerk of Ada");
    await page.getByRole("cell", { name: `${ISSUER}/`, exact: true }).waitFor();
    await expectNoViolations(page);

    await attempt("c2Vzc2lvbl8xMjM0NTY3ODkw");
    await verdict.getByRole("heading", { name: "Refused" }).waitFor();
    await page.getByRole("region", { name: "Checks", exact: true }).waitFor();

    const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, location.href]));
    expect(kept).not.toContain("eyJ");
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain("eyJ");
    await page.getByRole("button", { name: "Clear" }).click();
    expect(await input.inputValue()).toBe("");
    await verdict.waitFor({ state: "hidden" });
    expect(browserErrors.filter((words) => !words.includes("status of 400"))).toEqual([]);
    await close();
  });

  test("if an admin signs out everywhere in another browser, the next sign-in restores the page and its unsaved form", {
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
