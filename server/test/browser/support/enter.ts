import type { Page } from "playwright";
import type { DashboardServer } from "./dashboard-server.ts";

/** A password that the authority takes. */
export const PASSWORD = "four herons cross the marsh";

/** Comes in by a set-up link, which sets the admin's password, and leads to the overview. */
export async function enterBySetUpLink(page: Page, { authority }: Pick<DashboardServer, "authority">): Promise<void> {
  await page.goto(await authority.dashboard.createSetUpLink());
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("navigation").waitFor();
}
