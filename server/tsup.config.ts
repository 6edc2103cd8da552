import { defineConfig } from "tsup";

/** The modules of package.json `exports`. */
const entry = { index: "src/index.ts", testing: "src/testing/index.ts" };

export default defineConfig({
  // One build for all, so that the CLI and a program that imports the server share their modules.
  entry: { ...entry, cli: "src/cli/main.ts" },
  format: ["esm"],
  target: "es2022",
  platform: "node",
  // Parts that a start does not need are loaded when they are reached.
  splitting: true,
  // Installed by those who send traces; as development dependencies they would be bundled.
  external: [/^@opentelemetry\//],
  treeshake: false,
  removeNodeProtocol: false,
  sourcemap: false,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 deprecates.
  dts: { entry, compilerOptions: { ignoreDeprecations: "6.0", stripInternal: true } },
});
