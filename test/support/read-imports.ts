import ts from "typescript";

/** An `import`, `export … from` or `import()` of a module. */
export interface ModuleImport {
  specifier: string;
  /** Gone after compilation. */
  typeOnly: boolean;
  /** Loaded when it is reached, not when the module is. */
  dynamic: boolean;
}

/** Reads a module's imports from its text, TypeScript or JavaScript. */
export function readImports(path: string, text: string): ModuleImport[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, false);
  const imports: ModuleImport[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
      imports.push({ specifier: node.moduleSpecifier.text, typeOnly: isTypeImport(node.importClause), dynamic: false });
    } else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) {
      const { exportClause } = node;
      const onlyTypes = exportClause && ts.isNamedExports(exportClause) && everyIsType(exportClause.elements);
      imports.push({
        specifier: node.moduleSpecifier.text,
        typeOnly: node.isTypeOnly || onlyTypes === true,
        dynamic: false,
      });
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [argument] = node.arguments;
      if (argument && ts.isStringLiteralLike(argument)) {
        imports.push({ specifier: argument.text, typeOnly: false, dynamic: true });
      }
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      if (ts.isStringLiteral(node.argument.literal)) {
        imports.push({ specifier: node.argument.literal.text, typeOnly: true, dynamic: false });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return imports;
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const { namedBindings } = clause;
  return clause.name === undefined && namedBindings !== undefined && ts.isNamedImports(namedBindings)
    ? everyIsType(namedBindings.elements)
    : false;
}

function everyIsType(elements: readonly { isTypeOnly: boolean }[]): boolean {
  return elements.length > 0 && elements.every((element) => element.isTypeOnly);
}
