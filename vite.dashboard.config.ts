import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Builds the authority's dashboard, which the package brings along as files. */
export default defineConfig({
  root: path("./src/dashboard"),
  // The page stands wherever its authority does, below a proxy's path too.
  base: "./",
  plugins: [react()],
  logLevel: "warn",
  build: {
    outDir: path("./dist/dashboard"),
    emptyOutDir: true,
    target: "es2022",
    // The page's policy allows no `data:` address.
    assetsInlineLimit: 0,
    // The first page and the chart are each a chunk of some size; `npm run bench -- dashboard` holds them to a goal.
    chunkSizeWarningLimit: 1_000,
    license: { fileName: "licenses.md" },
  },
});
