import ts from "typescript";
import type { SourceFile } from "../../../test/support/read-source-files.ts";

/** Returns a file's syntax nodes that match a predicate, each as `path:line text`. */
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
