import { existsSync } from "node:fs";
import process from "node:process";
import { chromium } from "playwright";

const SYSTEM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser that tests run in: `CHROMIUM`, else the system's, else the one that Playwright keeps; null when none is there. */
export function findChromium() {
  const candidates = [process.env.CHROMIUM, ...SYSTEM, chromium.executablePath()];
  return candidates.find((path) => path && existsSync(path)) ?? null;
}

const found = findChromium();

/** Launch settings that run as root in a container and open no connection of their own. */
export const chromiumLaunch = {
  ...(found === null ? {} : { executablePath: found }),
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};
