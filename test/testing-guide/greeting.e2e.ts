import { expect, test } from "@playwright/test";
import { endSession, expireToken, signInAs, TOKEN_ROUTE } from "./end-to-end.ts";

test.beforeEach(async ({ page }) => {
  await page.clock.install();
  await signInAs(page, "ada", "acme:ada");
  await page.goto("/");
  await expect(page.getByText("Hello, ada")).toBeVisible();
});

test("the app gets a new token after the first token has expired", async ({ page }) => {
  const nextToken = page.waitForResponse(TOKEN_ROUTE);
  await expireToken(page);
  expect((await nextToken).status()).toBe(200);
  await expect(page.getByText("Hello, ada")).toBeVisible();
});

test("the app asks the user to sign in again after the session has ended", async ({ page }) => {
  await endSession(page);
  await expect(page.getByText("Hello, ada")).toBeVisible();
  await expireToken(page);
  await expect(page.getByRole("alert")).toContainText("Your session has ended.");
});

test("the app greets the user who has signed in instead", async ({ page }) => {
  await signInAs(page, "grace", "acme:grace");
  await page.reload();
  await expect(page.getByText("Hello, grace")).toBeVisible();
});
