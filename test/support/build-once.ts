import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { hashFiles } from "./hash-files.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** A build. Later test runs reuse its result. All paths are relative to the repository. */
export interface Build {
  name: string;
  /** The files and folders that `run` reads. */
  sources: readonly string[];
  /** The folders that `run` writes. */
  outputs: readonly string[];
  run(): Promise<unknown>;
}

/**
 * Runs a build, unless an earlier run of the build with this name is still current. A run is current until the sources,
 * the outputs, the installed packages or the version of Node.js change.
 */
export async function buildOnce({ name, sources, outputs, run }: Build): Promise<void> {
  const record = join(root, "node_modules/.cache/builds", `${name}.json`);
  const before = await hashFiles(root, [...sources, "package-lock.json", "node_modules/.package-lock.json"]);
  const describe = async () =>
    JSON.stringify({ node: process.version, sources: before, outputs: await hashFiles(root, outputs) });
  if ((await readFile(record, "utf8").catch(() => null)) === (await describe())) return;
  await rm(record, { force: true });
  await run();
  await mkdir(join(record, ".."), { recursive: true });
  await writeFile(record, await describe());
}
