// Makes a fresh clone ready: packages, and with --tests a Chromium and a PgBouncer for them.
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

if (process.argv.includes("--tests")) {
  await ensureChromium();
  await ensurePgBouncer();
}

function lockMatches() {
  const wanted = JSON.parse(readFileSync("package-lock.json", "utf8")).packages;
  const present = JSON.parse(readFileSync(installed, "utf8")).packages;
  return Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version);
}

async function ensureChromium() {
  const { findChromium } = await import("./chromium.mjs");
  if (findChromium()) return;
  const message = "Installing Chromium for the browser tests …";
  if (hasApt()) {
    run("apt-get", ["update", "-q"], message);
    run("apt-get", ["install", "-y", "-q", "chromium"]);
  } else {
    run("npx", ["playwright", "install", "chromium"], message);
  }
  if (!findChromium()) fail("No Chromium was found. Install one and set CHROMIUM to its path.");
}

/** Where it cannot be had, its tests run against a stand-in and say so. */
async function ensurePgBouncer() {
  const { findPgBouncer } = await import("./pgbouncer.mjs");
  // Its package starts a service, which is not for tests to do; in a container nothing starts it.
  if (findPgBouncer() || !hasApt() || existsSync("/run/systemd/system")) return;
  console.log("Installing PgBouncer for the tests of the authority …");
  if (!succeeds("apt-get", ["update", "-q"]) || !succeeds("apt-get", ["install", "-y", "-q", "pgbouncer"])) {
    console.log("It could not be installed, so a stand-in takes its place.");
  }
}

function hasApt() {
  return spawnSync("apt-get", ["--version"]).status === 0 && process.getuid?.() === 0;
}

function run(command, args, message) {
  if (message) console.log(message);
  if (succeeds(command, args)) return;
  fail(`\`${command} ${args.join(" ")}\` failed. Mend what it printed and run the command again.`);
}

function succeeds(command, args) {
  const options = { stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" };
  return spawnSync(command, args, options).status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
