import { spawnSync } from "node:child_process";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

const script = fileURLToPath(new URL("../../scripts/setup.mjs", import.meta.url));

const demo = { "node_modules/vite": { version: "1.0.0" } };
const tests = {
  "node_modules/vitest": { version: "2.0.0", dev: true },
  "test/old/node_modules/vite": { version: "0.1.0" },
};
const locked = {
  "": { devDependencies: { vitest: "2.0.0" } },
  demo: { dependencies: { vite: "1.0.0" } },
  "test/old": { dependencies: { vite: "0.1.0" } },
  ...demo,
  ...tests,
};

let clone: string;
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), "sétup of a clone-"));
  await mkdir(join(clone, "node_modules"));
  await writeFile(join(clone, "package-lock.json"), JSON.stringify({ packages: locked }));
});
afterEach(() => rm(clone, { recursive: true }));

/** Simulates that npm has installed the given packages. The setup script reads npm's list of installed packages. */
async function hasInstalled(packages: object): Promise<void> {
  await writeFile(join(clone, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
}

/** Runs the setup script with a fake `npm`, which records its arguments and exits with `npmStatus`. */
async function setUp(args: readonly string[], npmStatus = 0) {
  const bin = join(clone, "bin");
  await mkdir(bin);
  await writeFile(
    join(bin, "npm"),
    `#!/bin/sh\necho "$@" > "${clone}/calls"\necho "npm's own words"\nexit ${npmStatus}\n`,
  );
  await chmod(join(bin, "npm"), 0o755);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env["PATH"]}` };
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: clone,
    env,
    encoding: "utf8",
  });
  const npm = await readFile(join(clone, "calls"), "utf8").catch(() => null);
  return { status, stdout, stderr, npm };
}

const lean = expect.stringContaining("ci --workspace=assistant-cloud-demo --include-workspace-root=false --omit=dev");
const full = expect.stringContaining("ci --include=dev");

describe("the setup of a new clone of the repository", () => {
  it.each([
    ["the demo's setup installs only the demo's packages", ["--demo"], null, lean],
    ["the tests' setup installs every package", [], null, full],
    ["the demo's setup installs nothing if the demo's packages exist", ["--demo"], demo, null],
    ["after the demo's setup, the tests' setup installs the missing packages", [], demo, full],
    ["the demo's setup installs nothing if every package exists", ["--demo"], { ...demo, ...tests }, null],
    [
      "the tests' setup installs another version of a package for the workspace that needs it",
      [],
      { ...demo, "node_modules/vitest": tests["node_modules/vitest"] },
      full,
    ],
    ["the tests' setup installs nothing if every package exists", [], { ...demo, ...tests }, null],
    [
      "the demo's setup updates every package if a full installation is outdated",
      ["--demo"],
      { "node_modules/vite": { version: "0.9.0" }, ...tests },
      full,
    ],
    ["the demo's setup replaces an outdated package", ["--demo"], { "node_modules/vite": { version: "0.9.0" } }, lean],
  ])("%s", async (_, args, installed, expected) => {
    if (installed !== null) await hasInstalled(installed);
    expect(await setUp(args)).toMatchObject({ status: 0, stderr: "", npm: expected });
  });

  it("if npm succeeds, the setup script prints only one line and hides the output of npm", async () => {
    expect((await setUp(["--demo"])).stdout).toBe("Installing the demo's packages …\n");
  });

  it("the setup script prints the output of npm if npm fails", async () => {
    const { status, stderr } = await setUp(["--demo"], 1);
    expect(status).toBe(1);
    expect(stderr).toContain("npm's own words");
    expect(stderr).toContain("failed. Fix what npm reported and run the command again.");
  });
});
