import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { withProductionEnv } from "./with-production-env.ts";

const configFile = fileURLToPath(new URL("../../server/dashboard/vite.config.ts", import.meta.url));

/**
 * Builds the authority's dashboard from source, with the settings of the published package. Returns the folder of the
 * build.
 */
export async function buildDashboard(dataFolder: string): Promise<string> {
  const outDir = join(dataFolder, "dashboard");
  await withProductionEnv(() =>
    build({ configFile, mode: "production", build: { outDir, chunkSizeWarningLimit: 1_000 } }),
  );
  return outDir;
}
