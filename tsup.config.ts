import { readdirSync } from "node:fs";
import { transform } from "esbuild";
import { defineConfig, type Options } from "tsup";
import { withoutDeveloperTexts } from "./scripts/without-developer-texts.mjs";

/**
 * The name and source of each integration. package.json exports the integrations as `./*`. Omits the subfolder of
 * src/integrations, which contains only shared code.
 */
const integrations = readdirSync("src/integrations")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => [`integrations/${file.slice(0, -3)}`, `src/integrations/${file}`]);

/** The entry points that run in browsers. */
const browserEntry = {
  index: "src/index.ts",
  ...Object.fromEntries(integrations),
  "assistant-cloud": "src/assistant-cloud/index.ts",
  testing: "src/testing/index.ts",
  storybook: "src/storybook/index.ts",
  devtools: "src/devtools/index.ts",
  "devtools-production": "src/devtools/production.ts",
};

/** The source of each module in the `exports` of package.json. */
const entry = {
  ...browserEntry,
  backend: "src/backend/index.ts",
  verify: "src/verify/index.ts",
  "storybook-preview": "src/storybook/preview.ts",
};

const SOURCE_PATH = /^\/\/ (src\/.*)\n/gm;
/** The folders whose code runs on servers. */
const SERVER = /^src\/(backend|verify|core)\//;

/**
 * Removes the comments with the paths of the sources, which the package does not include. Also removes the whitespace of
 * code for browsers, because the developer tools of browsers format code.
 */
const compactChunks: NonNullable<Options["plugins"]>[number] = {
  name: "compact-chunks",
  async renderChunk(code) {
    const paths = [...code.matchAll(SOURCE_PATH)].map(([, path = ""]) => path);
    const withoutPaths = code.replace(SOURCE_PATH, "");
    const runsOnServers = paths.every((path) => SERVER.test(path));
    return runsOnServers ? { code: withoutPaths } : transform(withoutPaths, { minifyWhitespace: true });
  },
};

const shared: Options = {
  format: ["esm"],
  target: "es2022",
  platform: "node",
  // Entry points must share one error class and one React context, so put shared code into separate chunks.
  splitting: true,
  external: [/^assistant-cloud-auth\//],
  // With `treeshake: true`, tsup also runs Rollup, which drops the line "use client" of an entry point.
  treeshake: false,
  // Keep the prefix `node:` in imports, because some platforms do not resolve built-in modules without the prefix.
  removeNodeProtocol: false,
  sourcemap: false,
  // With this setting, the plugin and the minified build for production, the package stays below 150 kB.
  minifySyntax: true,
  plugins: [compactChunks],
};

export default defineConfig([
  {
    ...shared,
    entry,
    clean: ["!production/**"],
    // tsup sets `baseUrl`, for which TypeScript 6 reports a deprecation error. `npm run check:types` checks the sources,
    // so the build does not check them again.
    dts: { entry, compilerOptions: { ignoreDeprecations: "6.0", noCheck: true } },
  },
  {
    ...shared,
    // Leave out the devtools panel, whose chunk would load react-dom.
    entry: { ...browserEntry, devtools: "src/devtools/no-devtools.tsx" },
    outDir: "dist/production",
    clean: true,
    minify: true,
    esbuildPlugins: [withoutDeveloperTexts],
  },
]);
