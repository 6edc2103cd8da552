import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type ts from "typescript";
import { parseModule, readImports } from "./read-imports.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export interface SourceFile {
  /** The path relative to the root of the repository. */
  readonly path: string;
  /** The name of the top-level subfolder that contains the file; `entry` for a file outside all subfolders. */
  readonly room: string;
  readonly lines: number;
  readonly source: ts.SourceFile;
  /** The paths of the files that the file imports, relative to the root of the repository. */
  readonly imports: readonly string[];
  /** The modules that the file imports by package name, such as `hono/cors` or `node:crypto`. */
  readonly modules: readonly string[];
}

/** Reads every TypeScript file of a folder and its subfolders, except `node_modules` and `dist`. */
export function readSourceFiles(folder: string): SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => /\.tsx?$/.test(path) && !/(^|\/)(node_modules|dist)\//.test(path))
    .sort()
    .map((below) => {
      const path = `${folder}/${below}`;
      const text = readFileSync(join(root, path), "utf8");
      const source = parseModule(path, text);
      const specifiers = readImports(source).map(({ specifier }) => specifier);
      return {
        path,
        room: below.includes("/") ? below.slice(0, below.indexOf("/")) : "entry",
        lines: text.split("\n").length - 1,
        source,
        imports: specifiers.filter((each) => each.startsWith(".")).map((each) => join(path, "..", each)),
        modules: specifiers.filter((each) => !each.startsWith(".")),
      };
    });
}
