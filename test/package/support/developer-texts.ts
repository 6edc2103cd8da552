import ts from "typescript";

const marks = /^(forDeveloper|warnDeveloper)$/;

/**
 * Returns a part of each string literal in the developer messages of a module. The part is the longest run of letters,
 * spaces, commas and dots. Compilers and minifiers do not change such a run. Omits runs of fewer than 12 characters.
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
