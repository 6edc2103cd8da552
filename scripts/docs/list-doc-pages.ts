import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** What is built or configured below docs, besides its pages. */
const BUILT = ["reference", ".vitepress"];

/** Returns the markdown files of docs, or of a folder in it, by their path in docs. Without a folder, no built ones. */
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
