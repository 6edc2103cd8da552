import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { withoutDeveloperTexts } from "../scripts/without-developer-texts.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Minifies a module to ES2022, compresses it with gzip level 9, and returns the size in bytes. React and TanStack Query
 * do not count, because the app already has them.
 *
 * @param code the source of the module
 */
export async function gzipSize(code: string): Promise<number> {
  const { outputFiles } = await bundle(code);
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).byteLength;
}

/**
 * Returns how many bytes of the minified module come from files in `folder`.
 *
 * @param folder a path from the root of the repository, such as `src/storybook`
 * @param code the source of the module
 */
export async function bytesFrom(folder: string, code: string): Promise<number> {
  const { metafile } = await bundle(code);
  const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
  return inputs.reduce(
    (sum, [path, { bytesInOutput }]) => sum + (path.startsWith(`${folder}/`) ? bytesInOutput : 0),
    0,
  );
}

function bundle(code: string) {
  return build({
    stdin: { contents: code, resolveDir: root, loader: "ts" },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    absWorkingDir: root,
    format: "esm",
    target: "es2022",
    platform: "browser",
    define: { "process.env.NODE_ENV": '"production"' },
    external: ["react", "react-dom", "@tanstack/react-query"],
    // The production build strips the texts for developers, so strip them here too.
    plugins: [withoutDeveloperTexts],
    // esbuild warns that it ignores "use client". Only the app's bundler needs that directive, so silence the warning.
    logOverride: { "module-level-directive": "silent" },
  });
}
