import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

/**
 * Bundles a file so that plain Node runs it. The loader that runs TypeScript names every function at the moment it is made,
 * which costs some of what is measured more than the work itself.
 *
 * @returns the bundle's path
 */
export async function bundleForNode(file: URL): Promise<string> {
  const entry = fileURLToPath(file);
  const name = relative(fileURLToPath(new URL(".", import.meta.url)), entry).replace(/\.ts$/, ".mjs");
  const outfile = fileURLToPath(new URL(`../node_modules/.cache/bench/${name}`, import.meta.url));
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    packages: "external",
    platform: "node",
    format: "esm",
    target: "node20",
    define: { "import.meta.url": "modulePlace" },
    plugins: [keepPlaces],
  });
  return outfile;
}

/** What a module finds beside itself, it finds there still. */
const keepPlaces: Plugin = {
  name: "keep-places",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const place = `const modulePlace = ${JSON.stringify(pathToFileURL(path).href)};`;
      // The line that runs a program may stand at the very beginning alone.
      const code = (await readFile(path, "utf8")).replace(/^#!.*/, "");
      return { contents: `${place}${code}`, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};
