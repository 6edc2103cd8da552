import { existsSync } from "node:fs";
import process from "node:process";

const SYSTEM = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** Returns the path of the Firefox for tests: `FIREFOX`, or the system's Firefox; null if none is installed. */
export function findFirefox() {
  return [process.env.FIREFOX, ...SYSTEM].find((path) => path && existsSync(path)) ?? null;
}
