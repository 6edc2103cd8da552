import { existsSync } from "node:fs";
import process from "node:process";
import { chromium } from "playwright";

const WHOLE = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Chromium without tabs, windows and their compositor; a page costs about a third of the processor time. */
const HEADLESS_SHELL = ["/usr/bin/chromium-headless-shell"];

const firstFound = (paths) => paths.find((path) => path && existsSync(path)) ?? null;

/** The browser with tabs: `CHROMIUM`, else the system's, else the one that Playwright installed; null when none is there. */
export function findChromium() {
  return firstFound([process.env.CHROMIUM, ...WHOLE, chromium.executablePath()]);
}

/** The browser for a single page: `CHROMIUM`, else the system's headless shell, else {@link findChromium}. */
export function findHeadlessShell() {
  return firstFound([process.env.CHROMIUM, ...HEADLESS_SHELL]) ?? findChromium();
}

/** Launch options that work as root in a container and prevent background connections. */
const settingsFor = (executablePath) => ({
  ...(executablePath === null ? {} : { executablePath }),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** Launch options for pages that are always in the foreground. */
export const chromiumLaunch = settingsFor(findHeadlessShell());

/** Launch options for hidden and frozen tabs and the back-forward cache, which the headless shell lacks. */
export const chromiumTabsLaunch = settingsFor(findChromium());
