import { existsSync } from "node:fs";
import process from "node:process";

const SYSTEM = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** The Firefox that tests run in: that of `FIREFOX`, else the system's; null when none is there. */
export function findFirefox() {
  return [process.env.FIREFOX, ...SYSTEM].find((path) => path && existsSync(path)) ?? null;
}
