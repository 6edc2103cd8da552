import { copyFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "../../support/run.ts";
import { unpackPackage } from "./unpack-package.ts";

/**
 * Installs the packages that a folder's lock file lists, unless an earlier run has installed them. Then unpacks this
 * package from `tarball` into the folder.
 */
export async function installPlatform(folder: string, tarball: string): Promise<void> {
  const lock = join(folder, "package-lock.json");
  const installed = join(folder, "node_modules/installed-lock.json");
  const [wanted, present] = await Promise.all([readFile(lock, "utf8"), readFile(installed, "utf8").catch(() => null)]);
  if (wanted !== present) {
    await run("npm", ["ci", "--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"], folder);
    await copyFile(lock, installed);
  }
  await unpackPackage(tarball, folder);
}
