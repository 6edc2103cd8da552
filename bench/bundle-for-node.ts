import { readFile } from "node:fs/promises";
import { relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";

/**
 * Bundles a TypeScript file so that Node runs it without a loader. A loader would add a helper call wherever the code
 * creates a function. In a benchmark, the helper calls may take longer than the measured code.
 *
 * @returns the path of the bundle
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

/**
 * Replaces `import.meta.url` with the URL of the module's source file. A bundled module therefore still finds the files
 * next to its source.
 */
const keepPlaces: Plugin = {
  name: "keep-places",
  setup({ onLoad }) {
    onLoad({ filter: /\.tsx?$/ }, async ({ path }) => {
      const place = `const modulePlace = ${JSON.stringify(pathToFileURL(path).href)};`;
      // A hashbang is valid only at the beginning of a file. The line above is inserted there, so remove the hashbang.
      const code = (await readFile(path, "utf8")).replace(/^#!.*/, "");
      return { contents: `${place}${code}`, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};
