import ts from "typescript";

const marks = /^(forDeveloper|warnDeveloper)$/;

/**
 * Returns one part of each developer message in a module. The part is the longest one that no compiler or minifier
 * rewrites.
 */
export function findTexts(module: ts.SourceFile): string[] {
  const texts: string[] = [];
  const read = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      const [longest = ""] = node.text.split(/[^A-Za-z ,.]/).sort((a, b) => b.length - a.length);
      if (longest.length >= 12) texts.push(longest);
    }
    ts.forEachChild(node, read);
  };
  const visit = (node: ts.Node): void => {
    const isMarked = ts.isCallExpression(node) && marks.test(node.expression.getText());
    const isTable = ts.isVariableDeclaration(node) && node.name.getText() === "remedies";
    if (isMarked) for (const argument of node.arguments) read(argument);
    else if (isTable) read(node);
    else ts.forEachChild(node, visit);
  };
  visit(module);
  return texts;
}
