import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** A file of `server/src`. */
export interface SourceFile {
  /** Below `server/src`. */
  readonly path: string;
  /** The folder that it is in; `entry` for the files beside the rooms. */
  readonly room: string;
  /** The files of `server/src` that it imports, by type imports and `import()` too. */
  readonly imports: readonly string[];
  readonly source: ts.SourceFile;
}

export const roomOf = (path: string): string => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "entry");

/** Every file of `server/src`, parsed. */
export const sourceFiles: readonly SourceFile[] = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  .sort()
  .map((path) => {
    const text = readFileSync(join(src, path), "utf8");
    return {
      path,
      room: roomOf(path),
      imports: ts
        .preProcessFile(text)
        .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
        .map(({ fileName }) => relative(src, join(src, dirname(path), fileName)))
        .filter((file) => !file.startsWith("..")),
      source: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true),
    };
  });

/** The nodes of a file that a test picks, each as `path:line text`. */
export function findNodes({ path, source }: SourceFile, isFound: (node: ts.Node) => boolean): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isFound(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${node.getText().replace(/\s+/g, " ")}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
