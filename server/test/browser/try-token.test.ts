import { beforeAll, describe, expect, test } from "vitest";
import { expectNoViolations, expectToFit, openBrowserProfile } from "./support/browser-user.ts";
import { addAdminAndRules, browser, ISSUER, issuer, server, shareAuthority, signIn } from "./support/rules-admin.ts";

shareAuthority();
beforeAll(() => addAdminAndRules("Clerk of Ada"), 240_000);

describe("the rules in the dashboard", () => {
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
});
