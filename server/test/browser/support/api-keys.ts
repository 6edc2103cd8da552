import { expect } from "vitest";
import { button, page, server } from "./admin-page.ts";
import { expectNoViolations, expectToFit, tabTo, timeout } from "./browser-user.ts";

/** The secrets that the tests have read so far. The audit log must not contain any of these secrets. */
export const secrets: string[] = [];

/** Requests a workspace token as a backend does; returns the HTTP status. */
export async function mint(key: string): Promise<number> {
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
export async function takeKey(): Promise<string> {
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
