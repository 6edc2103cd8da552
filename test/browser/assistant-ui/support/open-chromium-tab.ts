import type { BrowserContext, Locator } from "playwright";
import type { ChatTab } from "../../../assistant-cloud/golden/support/chat-tab.ts";

/** Opens the chat page and returns functions that operate the chat's controls. */
export async function openChromiumTab(
  context: BrowserContext,
  url: string,
  onComplaint: (complaint: string) => void,
): Promise<ChatTab> {
  const page = await context.newPage();
  page.on("pageerror", (error) => onComplaint(String(error)));
  page.on("console", (message) => {
    if (/blocked by CORS|Failed to load/.test(message.text())) onComplaint(message.text());
  });
  // The page's clock runs at normal speed. A test can advance it.
  await page.clock.install();
  await page.goto(url);

  const button = (name: string, inside: Locator = page.locator("body")) =>
    inside.getByRole("button", { name, exact: true });
  const thread = (title: string) => page.getByTestId("thread").filter({ hasText: title });
  const turns = page.getByTestId("turn");
  const fill = (label: string, text: string) => page.getByRole("textbox", { name: label, exact: true }).fill(text);
  return {
    isLoading: async () => (await page.getByTestId("threads").getAttribute("aria-busy")) === "true",
    titles: async () => (await page.getByTestId("title").allTextContents()).filter((title) => title !== ""),
    messages: () => page.getByTestId("message").allTextContents(),
    lastStatus: async () => (await turns.last().getAttribute("data-status")) ?? "",
    lastRating: async () => (await turns.last().getAttribute("data-rating")) ?? "",
    branches: async (message) => Number(await turns.nth(message).getByTestId("branches").textContent()),
    pictures: () => page.locator("img").evaluateAll((all) => all.map((each) => each.getAttribute("src") ?? "")),
    async send(text) {
      await fill("Message", text);
      await button("Send").click();
    },
    async edit(message, text) {
      await button("Edit", turns.nth(message)).click();
      await fill("Edited message", text);
      await button("Send the edited message").click();
    },
    rate: () => button("Good", turns.last()).click(),
    async attach({ name, mimeType, text }) {
      const [chooser] = await Promise.all([page.waitForEvent("filechooser"), button("Attach").click()]);
      await chooser.setFiles({ name, mimeType, buffer: Buffer.from(text) });
      await page.locator("[data-testid=pending][data-status=requires-action]").waitFor();
    },
    open: (title) => button(title, thread(title)).click(),
    async rename(_, to) {
      await fill("Title", to);
      await button("Rename").click();
    },
    archive: (title) => button("Archive", thread(title)).click(),
    unarchive: (title) => button("Restore", page.getByTestId("archived-thread").filter({ hasText: title })).click(),
    remove: (title) => button("Delete", thread(title)).click(),
    async switchTo(organization) {
      await fill("Organization", organization);
      await button("Switch").click();
    },
    hold: () => page.evaluate(() => window.model.hold()),
    release: () => page.evaluate(() => window.model.release()),
    passTime: (ms) => page.clock.fastForward(ms),
    reload: async () => void (await page.reload()),
    close: () => page.close(),
  };
}
