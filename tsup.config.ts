import { readdirSync } from "node:fs";
import { defineConfig } from "tsup";

/** Each file of src/integrations is an entry of its own, `./*` of package.json; what they share is in a folder below. */
const integrations = readdirSync("src/integrations")
  .filter((file) => file.endsWith(".ts"))
  .map((file) => [`integrations/${file.slice(0, -3)}`, `src/integrations/${file}`]);

/** The modules of package.json `exports`. */
const entry = {
  index: "src/index.ts",
  ...Object.fromEntries(integrations),
  "assistant-cloud": "src/assistant-cloud/index.ts",
  backend: "src/backend/index.ts",
  verify: "src/verify/index.ts",
  testing: "src/testing/index.ts",
};

export default defineConfig({
  // One build for all, so that what entries share is there once: one error class, one React context.
  entry,
  format: ["esm"],
  target: "es2022",
  platform: "node",
  splitting: true,
  // rollup's pass would drop the "use client" line of an entry.
  treeshake: false,
  // The name without `node:` is not a builtin everywhere.
  removeNodeProtocol: false,
  sourcemap: false,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 deprecates.
  dts: { entry, compilerOptions: { ignoreDeprecations: "6.0" } },
});
