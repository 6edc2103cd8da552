import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumLaunch } from "../scripts/chromium.mjs";
import { startDemo } from "./start-demo.ts";

// `tsx demo/screenshot.ts [file] [light|dark]` takes the README's screenshot of the signed-in page: a chat about the
// token, and beside it a token that was refreshed.
const [file = fileURLToPath(new URL("../docs/demo.png", import.meta.url)), colorScheme = "light"] =
  process.argv.slice(2);
const LIFETIME_SECONDS = 60;
/**
 * The suggestions that the script selects to fill the thread list. Each entry contains the label of a suggestion, and a
 * text from the end of the answer. The script waits for this text.
 */
const OTHER_THREADS = [
  ["Markdown", "needs no migration"],
  ["Workspace", "the server answers"],
  ["Help", "look at a file, or fail"],
] as const;

const folder = await mkdtemp(join(tmpdir(), "demo-screenshot-"));
const demo = await startDemo({ port: 0, dataFolder: folder, tokenLifetimeSeconds: LIFETIME_SECONDS });
const browser = await chromium.launch(chromiumLaunch);
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: colorScheme === "dark" ? "dark" : "light",
  });
  await page.goto(demo.url);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  const chooseSuggestion = async (label: string, answer: string) => {
    await page.getByRole("list", { name: "Suggestions" }).getByRole("button", { name: label }).click();
    await page.getByText(answer).waitFor();
    await page.getByRole("button", { name: "Answer again" }).last().waitFor();
  };
  for (const [label, answer] of OTHER_THREADS) {
    await chooseSuggestion(label, answer);
    await page.getByRole("button", { name: "New thread" }).first().click();
  }
  await chooseSuggestion("Who am I?", "never waits for one");
  await chooseSuggestion("Tool call", "in no message, no log");
  const dial = page.locator(`.dial-time:text-is("0:${LIFETIME_SECONDS - 16}")`);
  await dial.waitFor({ timeout: LIFETIME_SECONDS * 3_000 });
  await page.getByRole("textbox", { name: "Message" }).hover();
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  console.log(`Saved ${file}`);
} finally {
  await browser.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
}
