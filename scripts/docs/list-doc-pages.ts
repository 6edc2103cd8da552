import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The folders of `docs` to skip: generated pages and VitePress's configuration. */
const BUILT = ["reference", ".vitepress"];

/**
 * Returns the paths, relative to `docs`, of the Markdown files in a folder of `docs`. Without a folder, returns the
 * paths of all Markdown files except generated ones. Returns an empty list if the folder does not exist.
 */
export function listDocPages(docs: string, folder = ""): string[] {
  if (!existsSync(join(docs, folder))) return [];
  return readdirSync(join(docs, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return BUILT.includes(path) ? [] : listDocPages(docs, path);
      return entry.name.endsWith(".md") ? [path] : [];
    })
    .sort();
}
