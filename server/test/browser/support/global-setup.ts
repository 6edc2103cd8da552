import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    dashboardFolder: string;
  }
}

const configFile = fileURLToPath(new URL("../../../dashboard/vite.config.ts", import.meta.url));

/**
 * Builds the production dashboard once for all test files. Returns a function that deletes the build. Vitest calls
 * `setup` by name.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), "dashboard-"));
  await build({ configFile, mode: "production", build: { outDir: folder } });
  project.provide("dashboardFolder", folder);
  return () => rm(folder, { recursive: true, force: true });
}
