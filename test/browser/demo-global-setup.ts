import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";
import { buildDemo } from "../../demo/server/build-demo.ts";
import { buildOnce } from "../support/build-once.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the built files: the demo's page and the authority's dashboard. */
    demoBuild: string;
  }
}

const root = fileURLToPath(new URL("../../", import.meta.url));
const folder = "node_modules/.cache/demo-build";

/** Builds the demo's page and the authority's dashboard once for all test files. Vitest calls `setup` by name. */
export async function setup(project: TestProject): Promise<void> {
  const sources = ["demo", "src", "server/src", "server/dashboard"];
  await buildOnce({ name: "demo", sources, outputs: [folder], run: () => buildDemo(join(root, folder)) });
  project.provide("demoBuild", join(root, folder));
}
