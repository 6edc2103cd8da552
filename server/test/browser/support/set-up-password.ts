import type { Page } from "playwright";
import type { DashboardServer } from "./dashboard-server.ts";

export const PASSWORD = "four herons cross the marsh";

/** Sets the admin's password with a set-up link and waits until the dashboard shows its navigation bar. */
export async function setUpPassword(page: Page, { authority }: Pick<DashboardServer, "authority">): Promise<void> {
  await page.goto(await authority.dashboard.createSetUpLink());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("navigation").waitFor();
}
