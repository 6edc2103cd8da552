import { defineConfig, type Options } from "tsup";

const shared: Options = {
  format: ["esm"],
  dts: { compilerOptions: { ignoreDeprecations: "6.0" } },
  sourcemap: true,
  splitting: true,
  // tsup's treeshake pass (rollup) drops the "use client" line of an entry.
  treeshake: false,
  target: "es2022",
};

export default defineConfig([
  { ...shared, clean: true, entry: { index: "src/index.ts" }, platform: "browser" },
  {
    ...shared,
    entry: {
      backend: "src/backend/index.ts",
      authority: "src/authority/index.ts",
      testing: "src/testing/index.ts",
    },
    platform: "node",
  },
  { ...shared, dts: false, entry: { cli: "src/authority/cli/main.ts" }, platform: "node" },
]);
