import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const font = (name: string) =>
  fileURLToPath(import.meta.resolve(`@fontsource-variable/inter/files/inter-latin-${name}-normal.woff2`));

const assets: Record<string, { type: string; path: () => string }> = {
  "/assets/provider.css": {
    type: "text/css; charset=utf-8",
    path: () => fileURLToPath(new URL("./provider.css", import.meta.url)),
  },
  "/assets/inter.woff2": { type: "font/woff2", path: () => font("wght") },
};

/** Returns the style sheet or the font that the provider's pages load from `path`; null for any other path. */
export async function readProviderAsset(path: string): Promise<{ type: string; body: Buffer } | null> {
  const asset = Object.hasOwn(assets, path) ? assets[path] : undefined;
  return asset ? { type: asset.type, body: await readFile(asset.path()) } : null;
}
