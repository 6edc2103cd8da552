import { readdirSync } from "node:fs";
import { defineConfig, type Options } from "tsup";
import { withoutDeveloperTexts } from "./scripts/without-developer-texts.mjs";

/** Each file of src/integrations is an entry of its own, `./*` of package.json; what they share is in a folder below. */
const integrations = readdirSync("src/integrations")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => [`integrations/${file.slice(0, -3)}`, `src/integrations/${file}`]);

/** What runs in browsers. */
const browserEntry = {
  index: "src/index.ts",
  ...Object.fromEntries(integrations),
  "assistant-cloud": "src/assistant-cloud/index.ts",
  testing: "src/testing/index.ts",
  storybook: "src/storybook/index.ts",
  devtools: "src/devtools/index.ts",
  "devtools-production": "src/devtools/production.ts",
};

/** The modules of package.json `exports`. */
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
  // What entries share is there once: one error class, one React context.
  splitting: true,
  external: [/^assistant-cloud-auth\//],
  // rollup's pass would drop the "use client" line of an entry.
  treeshake: false,
  // The name without `node:` is not a builtin everywhere.
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
    // Without the panel, whose chunk would load react-dom.
    entry: { ...browserEntry, devtools: "src/devtools/no-devtools.tsx" },
    outDir: "dist/production",
    clean: true,
    esbuildPlugins: [withoutDeveloperTexts],
  },
]);
