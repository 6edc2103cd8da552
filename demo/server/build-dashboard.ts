import { fileURLToPath } from "node:url";
import { build } from "vite";
import { withProductionEnv } from "./with-production-env.ts";

const configFile = fileURLToPath(new URL("../../server/dashboard/vite.config.ts", import.meta.url));

/** Builds the authority's dashboard into the folder `outDir`. Uses the settings of the published package. */
export async function buildDashboard(outDir: string): Promise<void> {
  await withProductionEnv(() =>
    build({ configFile, mode: "production", build: { outDir, chunkSizeWarningLimit: 1_000 } }),
  );
}
