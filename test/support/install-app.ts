import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Finished, run, runToEnd } from "./run.ts";

/** An app of its own, outside the repository, with what npm installed for it. */
export interface InstalledApp {
  readonly folder: string;
  /** How `npm install` ended and what it printed. */
  readonly npm: Finished;
  /** Runs a module in the app by plain Node and returns what it printed. */
  runModule(code: string): Promise<string>;
  remove(): Promise<void>;
}

/** Installs packages into a new folder as a user does: `npm install`, with nothing forced. */
export async function installApp(dependencies: Record<string, string>): Promise<InstalledApp> {
  const parent = await mkdtemp(join(tmpdir(), "installed-app-"));
  // A name that a shell or a URL would change.
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
