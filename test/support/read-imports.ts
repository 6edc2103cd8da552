import ts from "typescript";

/** An `import`, `export … from` or `import()` of a module. */
export interface ModuleImport {
  specifier: string;
  /** Whether the import is an `import()`, which loads its module only when the code reaches it. */
  dynamic: boolean;
}

export const parseModule = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

/** Lists a module's imports, including type-only ones. */
export function readImports(source: ts.SourceFile): ModuleImport[] {
  const imports: ModuleImport[] = [];
  const add = (specifier: ts.Node | undefined, dynamic = false) => {
    if (specifier && ts.isStringLiteralLike(specifier)) imports.push({ specifier: specifier.text, dynamic });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], true);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}
