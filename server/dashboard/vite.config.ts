import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/**
 * Adds the license of each font to the build, as the license requires. Vite's own list of licenses covers only scripts.
 */
const fontLicenses: Plugin = {
  name: "font-licenses",
  apply: "build",
  async generateBundle() {
    const fonts = ["inter", "jetbrains-mono"].map(async (name) => {
      const license = fileURLToPath(import.meta.resolve(`@fontsource-variable/${name}/LICENSE`));
      return `# ${name}\n\n${await readFile(license, "utf8")}`;
    });
    this.emitFile({ type: "asset", fileName: "font-licenses.md", source: (await Promise.all(fonts)).join("\n") });
  },
};

export default defineConfig({
  root: path("."),
  // A proxy may serve the authority below a path, so asset URLs are relative.
  base: "./",
  plugins: [react(), fontLicenses],
  logLevel: "warn",
  build: {
    outDir: path("../dist/dashboard"),
    emptyOutDir: true,
    target: "es2022",
    // The page's content security policy forbids `data:` URLs.
    assetsInlineLimit: 0,
    // The first page and the chart are larger than Vite's limit for a warning. `npm run bench -- dashboard` limits
    // their size instead.
    chunkSizeWarningLimit: 1_000,
    license: { fileName: "licenses.md" },
  },
});
