import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Finished, run, runToEnd } from "./run.ts";

/** An app outside the repository, with its dependencies installed by npm. */
export interface InstalledApp {
  readonly folder: string;
  /** The exit code and output of `npm install`. */
  readonly npm: Finished;
  /** Runs the code of a module in the app's folder and returns the output. */
  runModule(code: string): Promise<string>;
  remove(): Promise<void>;
}

/** Installs packages into a new folder, as a user does: with `npm install` and without `--force`. */
export async function installApp(dependencies: Record<string, string>): Promise<InstalledApp> {
  const parent = await mkdtemp(join(tmpdir(), "installed-app-"));
  // Shell commands and URLs that do not escape this name fail, so the test finds them.
  const folder = join(parent, "my äpp");
  await mkdir(folder);
  const manifest = { name: "app", version: "1.0.0", private: true, type: "module", dependencies };
  await writeFile(join(folder, "package.json"), JSON.stringify(manifest));
  const npm = await runToEnd("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund"], folder);
  return {
    folder,
    npm,
    async runModule(code) {
      await writeFile(join(folder, "run.mjs"), code);
      return run(process.execPath, ["run.mjs"], folder);
    },
    remove: () => rm(parent, { recursive: true, force: true }),
  };
}
