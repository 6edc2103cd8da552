// Starts the cloud and the app in a folder, and lets two anonymous visitors chat.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { type Browser, chromium, type Page } from "playwright";
import { chromiumLaunch } from "../../scripts/chromium.mjs";
import { startCommand, stopCommand } from "../support/start-command.ts";

const folder = process.argv[2] ?? ".";
const TIMEOUT_MS = 60_000;
const started = performance.now();
/**
 * Returns a command that runs a program from the app's installed packages. With `--no`, npx fails if the program is not
 * installed.
 */
const npx = (...command: string[]) => ["npx", "--no", "--", ...command];
const step = (what: string) => console.log(`${what} after ${((performance.now() - started) / 1000).toFixed(1)} s`);

let cloud = await startCloud();
await writeFile(join(folder, ".env"), `VITE_ASSISTANT_BASE_URL=${cloud.match}\n`);
const app = await startCommand(folder, npx("vite", "--host", "127.0.0.1"), /(http:\/\/127\.0\.0\.1:\d+)/);
const browser = await chromium.launch(chromiumLaunch);
try {
  step("The cloud and the app are up");
  const ada = await openPage(browser);
  const bob = await openPage(browser);
  await sendMessage(ada, "Plan a week in Lisbon with Grace and the children");
  await sendMessage(bob, "Compare two laptops");
  await waitForTitle(ada, "Plan a week in Lisbon with");
  await waitForTitle(bob, "Compare two laptops");
  step("Two visitors have a titled chat");
  await stopCommand(cloud.child);
  // The built page contains the cloud's address, so the restarted cloud must use the same port.
  cloud = await startCloud("--port", new URL(cloud.match).port);
  for (const page of [ada, bob]) await page.reload();
  await waitForTitle(ada, "Plan a week in Lisbon with");
  await waitForTitle(bob, "Compare two laptops");
  await ada.getByRole("button", { name: "Plan a week" }).click();
  await ada.getByText("You have written 1 messages.").waitFor();
  assert.equal(await ada.getByText("laptops").count(), 0, "One visitor sees the other's chat.");
  assert.equal(await bob.getByText("Lisbon").count(), 0, "One visitor sees the other's chat.");
  step("Both have theirs again, and no other, with cloud and pages restarted");
} finally {
  await browser.close();
  await Promise.all([stopCommand(cloud.child), stopCommand(app.child)]);
}

function startCloud(...options: string[]) {
  return startCommand(folder, npx("assistant-cloud-server", "dev", ...options), /VITE_ASSISTANT_BASE_URL=(\S+)/);
}

async function openPage(browser: Browser): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  page.setDefaultTimeout(TIMEOUT_MS);
  page.on("pageerror", (error) => assert.fail(error));
  await page.goto(app.match);
  return page;
}

async function sendMessage(page: Page, text: string): Promise<void> {
  await page.getByLabel("Message").fill(text);
  await page.keyboard.press("Enter");
  await page.getByText("You have written 1 messages.").waitFor();
}

async function waitForTitle(page: Page, title: string): Promise<void> {
  await page.getByRole("button", { name: title }).waitFor();
}
