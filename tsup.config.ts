import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { withoutDeveloperTexts } from "./scripts/without-developer-texts.mjs";

/**
 * The files of src/integrations. Each is an entry point that `./*` in package.json exports. A subfolder contains shared
 * code.
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

const shared: Options = {
  format: ["esm"],
  target: "es2022",
  platform: "node",
  // Code that entry points share must exist only once, so that there is one error class and one React context.
  splitting: true,
  external: [/^assistant-cloud-auth\//],
  // Rollup's pass would drop an entry point's "use client" line.
  treeshake: false,
  // Keep `node:`, because some platforms have no builtin under the shorter name.
  removeNodeProtocol: false,
  sourcemap: false,
};

export default defineConfig([
  {
    ...shared,
    entry,
    clean: ["!production/**"],
    // tsup sets `baseUrl`, which TypeScript 6 deprecates.
    dts: { entry, compilerOptions: { ignoreDeprecations: "6.0" } },
  },
  {
    ...shared,
    // Leave out the devtools panel, whose chunk would load react-dom.
    entry: { ...browserEntry, devtools: "src/devtools/no-devtools.tsx" },
    outDir: "dist/production",
    clean: true,
    esbuildPlugins: [withoutDeveloperTexts],
  },
]);
