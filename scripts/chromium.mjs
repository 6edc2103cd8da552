import { existsSync } from "node:fs";
import process from "node:process";
import { chromium } from "playwright";

const WHOLE = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/**
 * Paths of Chromium's headless shell, which has no tabs, windows or compositor. A page in the shell uses about a third
 * of the processor time that it uses in Chromium.
 */
const HEADLESS_SHELL = ["/usr/bin/chromium-headless-shell"];

const firstFound = (paths) => paths.find((path) => path && existsSync(path)) ?? null;

/**
 * Returns the path of a Chromium with tabs, or null if none is installed. The environment variable `CHROMIUM` comes
 * first, then the system's browser, then the browser that Playwright has installed.
 */
export function findChromium() {
  return firstFound([process.env.CHROMIUM, ...WHOLE, chromium.executablePath()]);
}

/**
 * Returns the path of a Chromium for tests with a single page, or null if none is installed. The environment variable
 * `CHROMIUM` comes first, then the system's headless shell, then the result of {@link findChromium}.
 */
export function findHeadlessShell() {
  return firstFound([process.env.CHROMIUM, ...HEADLESS_SHELL]) ?? findChromium();
}

/**
 * Returns launch options for Playwright. A browser with these options works as root in a container and opens no
 * background connections.
 */
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

/**
 * Launch options for tests with hidden tabs, frozen tabs or the back-forward cache. The headless shell lacks these
 * features.
 */
export const chromiumTabsLaunch = settingsFor(findChromium());
