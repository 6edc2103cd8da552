import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { chromiumLaunch } from "../../scripts/chromium.mjs";
import { type DemoPage, openWelcome, signIn } from "./demo-page.ts";
import { reuseSignIns, type SignIns } from "./reuse-sign-ins.ts";

const PHONE = { width: 390, height: 844 };

let folder: string;
let demo: Demo;
let browser: Browser;
let signIns: SignIns;
const opened: DemoPage[] = [];
const fresh: DemoPage[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-chat-"));
  demo = await startDemo({ port: 0, dataFolder: folder, builtFolder: inject("demoBuild") });
  browser = await chromium.launch(chromiumLaunch);
  signIns = reuseSignIns(browser);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const { context } of fresh.splice(0)) await context.close();
  await signIns.leave();
  const seen = opened.splice(0).flatMap(({ uncaught, foreign }) => [...uncaught.splice(0), ...foreign.splice(0)]);
  expect(seen).toEqual([]);
});

async function seeChat(open: DemoPage): Promise<DemoPage> {
  opened.push(open);
  await messageField(open.page).waitFor();
  return open;
}

/** Opens the chat of a person who may have signed in before this test. */
const openChat = async (person: string) => seeChat(await signIns.open(demo.url, person));

/** Opens the welcome page in a new browser profile. */
async function openFresh(options?: Parameters<typeof openWelcome>[2]): Promise<DemoPage> {
  const open = await openWelcome(browser, demo.url, options);
  fresh.push(open);
  opened.push(open);
  return open;
}

const messageField = (page: Page) => page.getByRole("textbox", { name: "Message" });
const answers = (page: Page) => page.getByTestId("assistant-message");
const questions = (page: Page) => page.getByTestId("user-message");
/** Locates a thread in the list that a wide window shows beside the chat. */
const listedThread = (page: Page, title: string | RegExp) =>
  page.getByRole("complementary", { name: "Threads" }).getByRole("button", { name: title }).first();

/** Types a message, sends it and waits for the end of the reply. */
async function sendMessage(page: Page, text: string): Promise<void> {
  await messageField(page).fill(text);
  await page.getByRole("button", { name: "Send" }).click();
  await answers(page).last().getByRole("button", { name: "Answer again" }).waitFor();
}

const suggest = (page: Page, label: string) =>
  page.getByRole("list", { name: "Suggestions" }).getByRole("button", { name: label }).click();

describe("the chat of the demo", { timeout: 90_000 }, () => {
  test("a streamed answer and the thread's title are still there after a reload", async () => {
    const { page } = await openChat("Ada Lovelace");
    await page.evaluate(() => {
      const seen: string[] = [];
      Object.assign(window, { seen });
      new MutationObserver(() => {
        const text = document.querySelector("[data-testid=assistant-message] .markdown")?.textContent;
        if (text && text !== seen.at(-1)) seen.push(text);
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await suggest(page, "Who am I?");
    await answers(page).getByText("never waits for one").waitFor();
    const seen: string[] = await page.evaluate(() => Reflect.get(window, "seen"));
    expect(seen.length).toBeGreaterThan(5);
    expect(seen[0]?.length).toBeLessThan(seen.at(-1)?.length ?? 0);
    await answers(page).getByText("org_engines:user_ada").waitFor();
    await listedThread(page, "Who am I, and when does").waitFor();

    await answers(page).getByRole("button", { name: "Answer again" }).waitFor();
    await page.reload();
    await answers(page).getByText("never waits for one").waitFor();
    await page.getByRole("heading", { name: "Who am I, and when does" }).waitFor();
    expect(await questions(page).count()).toBe(1);
  });

  test("each organization has its own history in the demo", async () => {
    const { page } = await openChat("Ada Lovelace");
    await sendMessage(page, "The engine marker of this thread");
    await listedThread(page, "The engine marker of this thread").waitFor();

    await page.getByRole("radio", { name: "Backend integration" }).click();
    await page.getByText("mints the token with its API key").waitFor();
    await page.getByRole("timer").waitFor();
    await listedThread(page, "The engine marker of this thread").waitFor();
    await questions(page).getByText("The engine marker").waitFor();

    await page.getByRole("radio", { name: "Harbour Works" }).click();
    await page.getByText("No threads yet").waitFor();
    expect(await page.locator("body").textContent()).not.toContain("engine marker");
    await sendMessage(page, "The harbour marker of this thread");

    await page.getByRole("radio", { name: "Analytical Engines" }).click();
    await questions(page).getByText("The engine marker").waitFor();
    await listedThread(page, "The engine marker of this thread").waitFor();
    expect(await page.locator("body").textContent()).not.toContain("harbour marker");
  });

  test("a user sees no thread of another user, even in an organization that both users belong to", async () => {
    const ada = await openChat("Ada Lovelace");
    await ada.page.getByRole("radio", { name: "Harbour Works" }).click();
    await expect.poll(() => ada.claim("workspace_id")).toBe("org_harbour:user_ada");
    await sendMessage(ada.page, "A secret of Ada");
    await listedThread(ada.page, "A secret of Ada").waitFor();

    const grace = await openChat("Grace Hopper");
    await grace.page.getByText("No threads yet").waitFor();
    await grace.page.getByRole("radio", { name: "Harbour Works" }).click();
    await expect.poll(() => grace.claim("workspace_id")).toBe("org_harbour:user_grace");
    await grace.page.getByText("No threads yet").waitFor();
    expect(await grace.page.locator("body").textContent()).not.toContain("secret of Ada");
  });

  test("the threads of a visitor move to the user who signs in", async () => {
    const visitor = await openFresh();
    const { page, button, claim } = visitor;
    await button("Continue as a visitor").click();
    await messageField(page).waitFor();
    await sendMessage(page, "Written before the sign-in");
    await listedThread(page, "Written before the sign-in").waitFor();
    await page.reload();
    await questions(page).getByText("Written before the sign-in").waitFor();

    await signIn(visitor, "Grace Hopper");
    await page.getByText("Your thread came along.").waitFor();
    expect(await claim("sub")).toBe("user_grace");
    await listedThread(page, "Written before the sign-in").click();
    await questions(page).getByText("Written before the sign-in").waitFor();

    await button(/^Signed in as/).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await button("Continue as a visitor").waitFor();
    expect(await page.locator("body").textContent()).not.toContain("Written before");
  });

  test("a failed answer is shown with a button to retry", async () => {
    const { page } = await openChat("Ada Lovelace");
    await suggest(page, "Failure");
    await page.getByRole("alert").getByText("The connection to the model was lost.").waitFor();
    await page.getByRole("button", { name: "Retry" }).click();
    await answers(page).getByText("The second attempt worked.").waitFor();
    await answers(page).getByText("2 / 2").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
  });

  test("the demo shows a tool call and Markdown, and it still shows a picture after a reload", async () => {
    const { page } = await openChat("Ada Lovelace");
    await suggest(page, "Tool call");
    await page.getByRole("region", { name: "Tool inspect_token" }).getByText("org_engines:user_ada").waitFor();
    await answers(page).last().getByRole("button", { name: "Answer again" }).waitFor();
    await suggest(page, "Markdown");
    await answers(page).last().getByRole("columnheader", { name: "Backend integration" }).waitFor();
    await answers(page).last().getByRole("button", { name: "Answer again" }).waitFor();

    await suggest(page, "Picture");
    await answers(page).last().getByText("dial.png").waitFor();
    await answers(page).last().getByRole("button", { name: "Answer again" }).waitFor();
    await page.reload();
    const picture = page.getByRole("img", { name: "dial.png" });
    await picture.waitFor();
    expect(await picture.getAttribute("src")).toMatch(/^http:\/\/localhost:\d+\/v1\/files\//);
    await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(480);
  });

  test("a user renames, archives, restores and deletes a thread in the demo", async () => {
    const { page, button } = await openChat("Grace Hopper");
    await sendMessage(page, "A thread to be renamed");
    await listedThread(page, "A thread to be renamed").waitFor();
    const menu = async (title: string, item: string) => {
      await button(`More for ${title}`).click();
      await page.getByRole("menuitem", { name: item }).click();
    };
    await menu("A thread to be renamed", "Rename");
    await page.getByRole("textbox", { name: "Thread title" }).fill("Compilers");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Compilers" }).waitFor();
    await menu("Compilers", "Archive");
    await button("Archive (1)").click();
    await menu("Compilers", "Restore");
    await button(/Archive|Hide archive/).waitFor({ state: "detached" });
    await menu("Compilers", "Delete");
    await button("More for Compilers").waitFor({ state: "detached" });
    await page.reload();
    await messageField(page).waitFor();
    expect(await page.locator("body").textContent()).not.toContain("Compilers");
  });

  test("on a phone, the demo opens the threads and the token panel as dialogs that do not overflow", async () => {
    const phone = await openFresh({ viewport: PHONE });
    const { page, button } = phone;
    // Also measure the inner boxes, because a user cannot reach clipped content.
    const overflow = () =>
      page
        .locator("html, body, .main-page, main, .thread-viewport")
        .evaluateAll((boxes) => Math.max(...boxes.map(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)));
    await button("Sign in").waitFor();
    expect(await overflow()).toBe(0);
    await signIn(phone, "Ada Lovelace");
    await messageField(page).waitFor();
    expect(await overflow()).toBe(0);
    await suggest(page, "Markdown");
    await answers(page).getByText("needs no migration").waitFor();
    expect(await overflow()).toBe(0);

    await button("Threads").click();
    await page.getByRole("dialog", { name: "Threads" }).getByRole("button", { name: "New thread" }).first().click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    await page.getByRole("heading", { name: "What would you like to see, Ada?" }).waitFor();
    await button("Token panel").click();
    const panel = page.getByRole("dialog", { name: "Token panel" });
    await panel.getByRole("timer").waitFor();
    expect(await panel.locator(".sheet-body").evaluate((body) => body.scrollWidth - body.clientWidth)).toBe(0);
    expect(await overflow()).toBe(0);
  });

  test("after a restart of the demo, a thread from before the restart still shows the user's message", async () => {
    const before = await openChat("Ada Lovelace");
    await sendMessage(before.page, "Written before the restart");
    await listedThread(before.page, "Written before the restart").waitFor();
    await signIns.leave();
    await demo.close();
    demo = await startDemo({ port: 0, dataFolder: folder, builtFolder: inject("demoBuild") });
    const after = await openFresh();
    await signIn(after, "Ada Lovelace");
    await listedThread(after.page, "Written before the restart").click();
    await questions(after.page).getByText("Written before the restart").waitFor();
  });
});
