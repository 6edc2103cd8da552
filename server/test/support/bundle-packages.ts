import type { BuildOptions } from "esbuild";

/** The esbuild options for a program that bundles its packages. Node.js loads one bundled file faster than packages. */
export const bundlePackages: BuildOptions = {
  bundle: true,
  // PGlite and pino find their own files at run time, and the other packages are optional.
  external: ["@electric-sql/pglite", "pino", "pg-native", "@opentelemetry/*"],
  // CommonJS packages call `require`, which ES modules do not have.
  banner: {
    js: 'import { createRequire as toRequire } from "node:module"; const require = toRequire(import.meta.url);',
  },
  platform: "node",
  format: "esm",
  target: "node20",
};
