// Makes a fresh clone ready: packages, and with --browser a Chromium for the tests.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old. Install Node 20.19 or later.`);
}

const installed = "node_modules/.package-lock.json";
const stale =
  !existsSync(installed) || statSync("package-lock.json").mtimeMs > statSync(installed).mtimeMs || !lockMatches();
if (stale) run("npm", ["ci", "--no-audit", "--no-fund"], "Installing packages …");

if (process.argv.includes("--browser")) await ensureChromium();

function lockMatches() {
  const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version);
}

async function ensureChromium() {
  const { findChromium } = await import("./chromium.mjs");
  if (findChromium()) return;
  const apt = spawnSync("apt-get", ["--version"]).status === 0 && process.getuid?.() === 0;
  if (apt) {
    run("apt-get", ["update", "-q"], "Installing Chromium for the browser tests …");
    run("apt-get", ["install", "-y", "-q", "chromium"]);
  } else {
    run("npx", ["playwright", "install", "chromium"], "Installing Chromium for the browser tests …");
  }
  if (!findChromium()) fail("No Chromium was found. Install one and set CHROMIUM to its path.");
}

function run(command, args, message) {
  if (message) console.log(message);
  const { status } = spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  if (status !== 0) fail(`\`${command} ${args.join(" ")}\` failed. Mend what it printed and run the command again.`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
