import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Puts the licence of each font beside the fonts, as it asks for; Vite's own list holds the scripts alone. */
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

/** Builds the dashboard, which the server's package ships as files. */
export default defineConfig({
  root: path("."),
  // The page stands wherever its authority does, below a proxy's path too.
  base: "./",
  plugins: [react(), fontLicenses],
  logLevel: "warn",
  build: {
    outDir: path("../dist/dashboard"),
    emptyOutDir: true,
    target: "es2022",
    // The page's policy allows no `data:` address.
    assetsInlineLimit: 0,
    // The first page and the chart are each a chunk of some size; `npm run bench -- dashboard` holds them to a goal.
    chunkSizeWarningLimit: 1_000,
    license: { fileName: "licenses.md" },
  },
});
