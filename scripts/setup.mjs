// Sets up a fresh clone. `--demo` installs only the demo's dependencies; without it, the script installs all packages.
// `--tests` also installs Chromium, Firefox, PgBouncer, nginx and Caddy.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Node ${process.versions.node} is too old. Install Node 20.19 or later.`);
}

/**
 * The workspace folders whose packages the demo requires. The demo runs the server from its source, and builds the
 * dashboard and the demo's page.
 */
const DEMO = ["demo", "server", "server/dashboard"];

const locked = readPackages("package-lock.json") ?? fail("package-lock.json is missing. Clone the repository again.");
/**
 * The folders of the root package and of all workspaces. In the lock file, packages are in these folders or in
 * `node_modules`.
 */
const ALL = Object.keys(locked).filter((path) => !/(^|\/)node_modules\//.test(path));
const installed = readPackages("node_modules/.package-lock.json") ?? {};

// An install for the demo alone removes the tests' packages, so repeat a full install if one exists.
const wantsAll = !process.argv.includes("--demo") || Object.keys(installed).some((path) => locked[path]?.dev);
const needed = wantsAll ? ALL : DEMO;
const kinds = wantsAll ? ["dependencies", "devDependencies"] : ["dependencies"];
if (!isCurrent() || !needed.every((folder) => kinds.every((kind) => isInstalled(folder, kind)))) install();

if (process.argv.includes("--tests")) {
  await ensureChromium();
  await ensureFirefox();
  await ensurePgBouncer();
  await ensureProxies();
}

function readPackages(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).packages : null;
}

/** Returns whether every installed package has the version in the lock file. */
function isCurrent() {
  return Object.entries(installed).every(([path, { version }]) => locked[path]?.version === version);
}

/**
 * Returns whether all packages that a folder's package.json lists under `kind` are installed. `kind` is `dependencies`
 * or `devDependencies`.
 */
function isInstalled(folder, kind) {
  return Object.keys(locked[folder]?.[kind] ?? {}).every((name) => {
    const own = `${folder}/node_modules/${name}`;
    return (own in locked ? own : `node_modules/${name}`) in installed;
  });
}

function install() {
  const every = ["--include=dev"];
  // The demo's tools work without install scripts, so run none.
  const lean = ["--workspace=assistant-cloud-demo", "--include-workspace-root=false", "--omit=dev", "--ignore-scripts"];
  const args = ["ci", ...(wantsAll ? every : lean), "--no-audit", "--no-fund"];
  console.log(wantsAll ? "Installing packages …" : "Installing the demo's packages …");
  // npm's warnings are for maintainers, so print them only when npm fails.
  const { status, output } = spawnSync("npm", args, {
    encoding: "utf8",
    maxBuffer: 100_000_000,
    shell: process.platform === "win32",
  });
  if (status === 0) return;
  console.error(output?.filter(Boolean).join("\n"));
  fail(`\`npm ${args.join(" ")}\` failed. Fix what npm reported and run the command again.`);
}

async function ensureChromium() {
  const { findChromium, findHeadlessShell } = await import("./chromium.mjs");
  if (!findChromium()) {
    console.log("Installing Chromium for the browser tests …");
    const succeeded = hasApt() ? aptInstall("chromium") : run("npx", ["playwright", "install", "chromium"]);
    if (!succeeded || !findChromium()) {
      fail("Chromium could not be installed. Install one and set CHROMIUM to its path.");
    }
  }
  if (findHeadlessShell() !== findChromium() || process.env.CHROMIUM || !hasApt()) return;
  console.log("Installing Chromium's headless shell for the browser tests …");
  if (!aptInstall("chromium-headless-shell")) {
    console.log("The headless shell could not be installed; the tests use Chromium itself and take longer.");
  }
}

/**
 * If Firefox is missing and root runs the script, installs Firefox with `apt-get`. Without Firefox, the tests for
 * Firefox run in Chromium, with scripts that imitate Firefox's behavior. The test titles then name Chromium.
 */
async function ensureFirefox() {
  const { findFirefox } = await import("./firefox.mjs");
  if (findFirefox() || !hasApt()) return;
  console.log("Installing Firefox for the browser tests …");
  if (!aptInstall("firefox-esr")) {
    console.log("Firefox could not be installed; its tests use a stand-in.");
  }
}

/**
 * If PgBouncer is missing and root runs the script, installs PgBouncer with `apt-get`. Without PgBouncer, the tests for
 * PgBouncer use a substitute, and the test titles name the substitute.
 */
async function ensurePgBouncer() {
  const { findPgBouncer } = await import("./pgbouncer.mjs");
  // With systemd, PgBouncer's package would start a service, so install it only where systemd does not run.
  if (findPgBouncer() || !hasApt() || existsSync("/run/systemd/system")) return;
  console.log("Installing PgBouncer for the server's tests …");
  if (!aptInstall("pgbouncer")) {
    console.log("PgBouncer could not be installed; its tests use a stand-in.");
  }
}

/**
 * If nginx or Caddy is missing and root runs the script, installs both with `apt-get`. The tests of the configurations
 * in `server/deploy` skip a proxy that is not installed.
 */
async function ensureProxies() {
  const { findCaddy, findNginx } = await import("./proxies.mjs");
  // With systemd, the packages of nginx and Caddy would start services, so install them only where systemd does not
  // run.
  if ((findNginx() && findCaddy()) || !hasApt() || existsSync("/run/systemd/system")) return;
  console.log("Installing nginx and Caddy for the server's tests …");
  if (!aptInstall("--no-install-recommends", "nginx-light", "caddy")) {
    console.log("nginx and Caddy could not be installed; the tests that need them are left out.");
  }
}

function hasApt() {
  return spawnSync("apt-get", ["--version"]).status === 0 && process.getuid?.() === 0;
}

let isListed = false;

/**
 * Installs Debian packages, and returns whether the installation succeeded. The first call downloads the package lists,
 * which takes several seconds.
 */
function aptInstall(...packages) {
  isListed ||= run("apt-get", ["update", "-q"]);
  return isListed && run("apt-get", ["install", "-y", "-q", ...packages]);
}

function run(command, args) {
  const options = { stdio: ["ignore", "inherit", "inherit"], shell: process.platform === "win32" };
  return spawnSync(command, args, options).status === 0;
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
