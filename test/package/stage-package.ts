import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../", import.meta.url));
const run = promisify(execFile);

/** What an app has that uses the React package: these, and none of the authority's libraries. */
const INSTALLED = ["react", "@types/react", "@tanstack/react-query", "assistant-cloud", "jose"];

/** The built package, installed in an app of its own. */
export interface StagedPackage {
  /** The app's folder. */
  readonly app: string;
  /** The package's folder within it. */
  readonly folder: string;
  /** Runs a module in the app by plain Node and gives what it printed. */
  runModule(code: string): Promise<string>;
  /** Installs one more package in the app. */
  install(name: string): Promise<void>;
  /** The files that npm would publish. */
  listPublished(): Promise<string[]>;
  remove(): Promise<void>;
}

/** Builds the package and installs it in a folder outside the repository. */
export async function stagePackage(): Promise<StagedPackage> {
  const app = await mkdtemp(join(tmpdir(), "assistant-cloud-auth-"));
  const modules = join(app, "node_modules");
  const folder = join(modules, "assistant-cloud-auth");
  await mkdir(folder, { recursive: true });
  const tsup = join(root, "node_modules/tsup/dist/cli-default.js");
  await run(process.execPath, [tsup, "--silent", "--out-dir", join(folder, "dist")], { cwd: root });
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const dashboard = ["build", "--config", "vite.dashboard.config.ts", "--outDir", join(folder, "dist/dashboard")];
  await run(process.execPath, [vite, ...dashboard], { cwd: root, env: { ...process.env, NODE_ENV: "production" } });
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  await run(process.execPath, [tsx, "scripts/build-start-image.ts", join(folder, "dist")], { cwd: root });
  for (const file of ["package.json", "README.md", "CHANGELOG.md", "LICENSE"]) {
    if (existsSync(join(root, file))) await cp(join(root, file), join(folder, file));
  }
  async function install(name: string): Promise<void> {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, "node_modules", name), join(modules, name), "junction");
  }
  for (const name of INSTALLED) await install(name);
  return {
    app,
    folder,
    install,
    async runModule(code) {
      const path = join(app, "run.mjs");
      await writeFile(path, code);
      return (await run(process.execPath, [path], { cwd: app })).stdout;
    },
    async listPublished() {
      const npm = process.platform === "win32" ? "npm.cmd" : "npm";
      const { stdout } = await run(npm, ["pack", folder, "--dry-run", "--json", "--ignore-scripts"], { cwd: app });
      const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
      return (packed?.files ?? []).map(({ path }) => path).sort();
    },
    remove: () => rm(app, { recursive: true, force: true }),
  };
}
