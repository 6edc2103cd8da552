import type { Browser, Page } from "playwright";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  type BrowserUser,
  expectNoViolations,
  expectToFit,
  openBrowserProfile,
  sharedChromium,
  tabTo,
} from "./support/browser-user.ts";
import { type DashboardServer, openDashboardServer } from "./support/dashboard-server.ts";
import { setUpPassword } from "./support/set-up-password.ts";

const WORDS = "Which ferns grow in the shade?";

let server: DashboardServer;
let browser: Browser;
let user: BrowserUser;
let page: Page;
let apiKey: string;

beforeAll(async () => {
  server = await openDashboardServer();
  apiKey = (await server.authority.keys.create({ name: "backend" })).key;
  await chat("ada", "org_acme:ada", "Planting plan for the north garden", WORDS);
  await chat("ada", "org_acme:ada", "Compost", "How often is it turned?");
  await chat("grace", "org_acme:grace", "Greenhouse", "How warm is warm enough?");
  browser = await sharedChromium();
  user = await openBrowserProfile(browser, server.url);
  page = user.page;
  await setUpPassword(page, server);
}, 240_000);

afterAll(async () => {
  await user?.close();
  await server?.close();
});

/** Creates a user's thread with one message through the API, as the app's backend would. */
async function chat(user: string, workspace: string, title: string, text: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const response = await fetch(`${server.url}/v1/threads${path}`, {
      method: "POST",
      headers: {
        Authorization: `Bearer ${apiKey}`,
        "Aui-User-Id": user,
        "Aui-Workspace-Id": workspace,
        "Content-Type": "application/json",
      },
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as Record<string, string>;
  };
  const { thread_id: thread } = await post("", { last_message_at: new Date().toISOString(), title });
  const content = { role: "user", content: [{ type: "text", text }] };
  await post(`/${thread}/messages`, { parent_id: null, format: "aui/v0", content });
}

const button = (name: string) => page.getByRole("button", { name, exact: true });
const row = (text: string) => page.getByRole("row").filter({ hasText: text });
const expectNoProblems = async () => {
  await expectNoViolations(page);
  await expectToFit(page);
};

// Each test continues from the previous one.
describe.sequential("the threads in the dashboard", () => {
  test("the threads page shows threads and their numbers of messages, but shows no message text", {
    timeout: 240_000,
  }, async () => {
    await page.getByRole("link", { name: "Threads", exact: true }).click();
    await row("Planting plan").waitFor();
    await row("org_acme:grace").first().waitFor();
    await page
      .getByRole("region", { name: "User counts" })
      .getByRole("row", { name: /ada 2 2/ })
      .waitFor();
    expect(await page.content()).not.toContain(WORDS);
    await expectNoProblems();
  });

  test("an admin finds threads by title using only the keyboard", { timeout: 240_000 }, async () => {
    await tabTo(page, "searchbox", "Title contains");
    await page.keyboard.insertText("COMPOST");
    await page.keyboard.press("Enter");
    await row("Planting plan").waitFor({ state: "detached" });
    await row("Compost").waitFor();
  });

  test("an admin opens the messages of a thread, and the audit log records the access", {
    timeout: 240_000,
  }, async () => {
    await button("Show threads of user ada").click();
    await tabTo(page, "button", "Show messages of Planting plan for the north garden");
    await page.keyboard.press("Enter");
    await page.getByText(/The audit log records/).waitFor();
    await expectNoProblems();
    expect(await page.content()).not.toContain(WORDS);
    await tabTo(page, "button", "Show messages");
    await page.keyboard.press("Enter");
    await page.getByText(WORDS).waitFor();
    await expectNoProblems();
    await page.keyboard.press("Escape");
    await page.getByText(WORDS).waitFor({ state: "detached" });
    await page.getByRole("link", { name: "Audit log", exact: true }).click();
    await row("Messages of a thread viewed")
      .getByText(/^thread_0/)
      .waitFor();
    expect(await page.content()).not.toContain(WORDS);
  });

  test("an admin deletes a thread and erases a user, with a confirmation each time", { timeout: 240_000 }, async () => {
    await page.getByRole("link", { name: "Threads", exact: true }).click();
    await button("Delete Compost").click();
    await expectNoProblems();
    await button("Delete thread").click();
    await button("Delete Compost").waitFor({ state: "detached" });
    await button("Erase user ada").click();
    await expectNoProblems();
    await button("Erase user").click();
    await page.getByText("User erased: 1 thread deleted, 0 messages emptied.").first().waitFor();
    await button("Erase user ada").waitFor({ state: "detached" });
    await row("Greenhouse").waitFor();
    expect(user.browserErrors).toEqual([]);
  });
});
