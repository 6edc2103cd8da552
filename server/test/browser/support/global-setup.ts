import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import type { TestProject } from "vitest/node";
import { buildOnce } from "../../../../test/support/build-once.ts";

declare module "vitest" {
  interface ProvidedContext {
    dashboardFolder: string;
  }
}

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const folder = "node_modules/.cache/dashboard-build";

/** Builds the production dashboard once for all test files. Vitest calls `setup` by name. */
export async function setup(project: TestProject): Promise<void> {
  const outDir = join(root, folder);
  const configFile = join(root, "server/dashboard/vite.config.ts");
  await buildOnce({
    name: "dashboard",
    sources: ["src", "server/src", "server/dashboard"],
    outputs: [folder],
    run: () => build({ configFile, mode: "production", build: { outDir } }),
  });
  project.provide("dashboardFolder", outDir);
}
