import type { Page } from "@playwright/test";
import { createTestToken } from "assistant-cloud-auth/testing";

/** A Playwright pattern for the URL of the app's token route. Replace it with your app's route. */
export const TOKEN_ROUTE = "**/api/assistant-ui-token*";

/** Makes the app's token route return tokens of a user and workspace. Call this function before `page.goto()`. */
export async function signInAs(page: Page, userId: string, workspaceId = userId): Promise<void> {
  await page.unroute(TOKEN_ROUTE);
  await page.route(TOKEN_ROUTE, async (route) => {
    const now = await page.evaluate(() => Date.now()).catch(() => null);
    // A navigation of the page has canceled this request.
    if (now === null) return;
    const token = await createTestToken({ userId, workspaceId, issuedAt: new Date(now) });
    await route.fulfill({ json: { token } });
  });
}

/** Ends the session: the token route answers 401 from now on. The app detects this at its next request for a token. */
export async function endSession(page: Page): Promise<void> {
  await page.unroute(TOKEN_ROUTE);
  await page.route(TOKEN_ROUTE, (route) => route.fulfill({ status: 401, json: { error: "Signed out" } }));
}

/** Advances the page's clock until the token has expired. Call `page.clock.install()` before `page.goto()`. */
export async function expireToken(page: Page): Promise<void> {
  await page.clock.fastForward("05:00");
}
