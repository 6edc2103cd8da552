import { existsSync } from "node:fs";
import process from "node:process";

const SYSTEM = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/**
 * Returns the path of the Firefox that tests use, or null if Firefox is not installed. The environment variable
 * `FIREFOX` comes first, then the system's Firefox.
 */
export function findFirefox() {
  return [process.env.FIREFOX, ...SYSTEM].find((path) => path && existsSync(path)) ?? null;
}
