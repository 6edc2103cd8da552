import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { withoutDeveloperTexts } from "../scripts/without-developer-texts.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * Returns the bytes of a module as an app ships it: minified ES2022, gzip level 9, bundled except for the peer
 * dependencies, which the app has already.
 */
export async function gzipSize(code: string): Promise<number> {
  const { outputFiles } = await bundle(code);
  return gzipSync(outputFiles[0]?.contents ?? new Uint8Array(), { level: 9 }).byteLength;
}

/** Returns how many minified bytes of such a module come from a folder of the sources. */
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
    // As in the production build.
    plugins: [withoutDeveloperTexts],
    // esbuild warns about "use client", which only the app's bundler needs.
    logOverride: { "module-level-directive": "silent" },
  });
}
