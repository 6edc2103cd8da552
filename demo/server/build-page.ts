import { join } from "node:path";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { build } from "vite";
import { withProductionEnv } from "./with-production-env.ts";

const page = fileURLToPath(new URL("../page/", import.meta.url));
const packageSource = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));

/** Builds the page into the folder `outDir`, from the sources of the page and of the package. */
export async function buildPage(outDir: string): Promise<void> {
  await withProductionEnv(() =>
    build({
      configFile: false,
      root: page,
      logLevel: "warn",
      plugins: [react()],
      resolve: {
        alias: [
          { find: /^assistant-cloud-auth$/, replacement: packageSource("index.ts") },
          { find: /^assistant-cloud-auth\/assistant-cloud$/, replacement: packageSource("assistant-cloud/index.ts") },
          {
            find: /^assistant-cloud-auth\/devtools\/production$/,
            replacement: packageSource("devtools/production.ts"),
          },
        ],
      },
      build: {
        outDir,
        emptyOutDir: true,
        target: "es2022",
        // The page's Content Security Policy allows fonts only from files, not from `data:` URLs, so inline no fonts.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: { input: [join(page, "index.html"), join(page, "callback.html")] },
      },
    }),
  );
}
