import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type PackedPackages, packPackages } from "../../support/pack-packages.ts";

declare module "vitest" {
  interface ProvidedContext {
    packed: PackedPackages;
  }
}

/**
 * Packs both packages once for all test files, and returns a function that deletes the archives. Vitest calls this
 * function by its name.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "packages-"));
  project.provide("packed", await packPackages(folder));
  return () => rm(folder, { recursive: true, force: true });
}
