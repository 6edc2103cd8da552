import { fileURLToPath } from "node:url";
import { build } from "vite";
import { demoBuildIn } from "../demo-build.ts";
import { buildPage } from "./build-page.ts";
import { withProductionEnv } from "./with-production-env.ts";

const configFile = fileURLToPath(new URL("../../server/dashboard/vite.config.ts", import.meta.url));

/** Builds the demo's page and the authority's dashboard into two folders below `folder`. */
export async function buildDemo(folder: string): Promise<void> {
  const { page, dashboard } = demoBuildIn(folder);
  await buildDashboard(dashboard);
  await buildPage(page);
}

/** Builds the authority's dashboard into the folder `outDir`. Uses the settings of the published package. */
async function buildDashboard(outDir: string): Promise<void> {
  await withProductionEnv(() =>
    build({ configFile, mode: "production", build: { outDir, chunkSizeWarningLimit: 1_000 } }),
  );
}
