import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { chromiumLaunch } from "../scripts/chromium.mjs";
import { startDemo } from "./start-demo.ts";

// `tsx demo/screenshot.ts [file] [light|dark]` takes the picture of the signed-in page for the README: a token
// that has been renewed, and calls once a second.
const [file = fileURLToPath(new URL("../docs/demo.png", import.meta.url)), colorScheme = "light"] =
  process.argv.slice(2);
const LIFETIME_SECONDS = 60;

const folder = await mkdtemp(join(tmpdir(), "demo-screenshot-"));
const demo = await startDemo({ port: 0, dataFolder: folder, tokenLifetimeSeconds: LIFETIME_SECONDS });
const { executablePath, args } = chromiumLaunch;
const browser = await chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
try {
  const page = await browser.newPage({
    viewport: { width: 1440, height: 900 },
    colorScheme: colorScheme === "dark" ? "dark" : "light",
  });
  await page.goto(demo.url);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Ada Lovelace" }).click();
  await page.getByRole("switch", { name: "Once a second" }).click();
  const renewals = page.locator(".renewal");
  await renewals.nth(1).waitFor({ timeout: LIFETIME_SECONDS * 3_000 });
  await page.locator(`.dial-time:text-is("0:${LIFETIME_SECONDS - 16}")`).waitFor();
  await mkdir(dirname(file), { recursive: true });
  await page.screenshot({ path: file });
  console.log(`Saved ${file}`);
} finally {
  await browser.close();
  await demo.close();
  await rm(folder, { recursive: true, force: true });
}
