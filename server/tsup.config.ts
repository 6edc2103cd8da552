import { defineConfig } from "tsup";

/** The source of each module in the `exports` of package.json. */
const entry = { index: "src/index.ts", testing: "src/testing/index.ts" };

export default defineConfig({
  // Build all entry points together, so that the CLI and a program that imports the server share their modules.
  entry: { ...entry, cli: "src/cli/main.ts" },
  format: ["esm"],
  target: "es2022",
  platform: "node",
  // Splitting puts dynamically imported modules into separate files, so a module that startup does not need is loaded
  // on first use.
  splitting: true,
  // Users who send traces install these packages. They are development dependencies here, so tsup would bundle them.
  external: [/^@opentelemetry\//],
  treeshake: false,
  removeNodeProtocol: false,
  sourcemap: false,
  clean: true,
  // tsup sets `baseUrl`, which TypeScript 6 deprecates. `npm run check:types` checks the sources, so the build does
  // not check them again.
  dts: { entry, compilerOptions: { ignoreDeprecations: "6.0", noCheck: true, stripInternal: true } },
});
