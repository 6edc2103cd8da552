import { readdirSync, readFileSync } from "node:fs";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const src = new URL("../../src/", import.meta.url);

/** Matches the files of `src` that do not run in an app's page. These files may use the globals of their platforms. */
const elsewhere = /^(backend|verify)\//;

/** The other files that may use globals, with the reason. */
const exempt: ReadonlyMap<string, string> = new Map([
  ["core/base-url.ts", "`URL` normalizes a base URL as `Request` does. A platform may lack it."],
  ["storybook/story-clock.ts", "A story's clock follows the real time."],
  [
    "testing/create-test-clock.ts",
    "The clock waits for a macrotask with a MessageChannel, which fake timers do not replace.",
  ],
  ["testing/create-test-token.ts", "A test's token is issued at the current time by default."],
  ["testing/unsigned-token.ts", "Test tokens are encoded with `btoa`, which jsdom and Node have."],
]);
const files = (readdirSync(src, { recursive: true, encoding: "utf8" }) as string[])
  .filter((path) => /\.tsx?$/.test(path) && !elsewhere.test(path) && !path.startsWith("client/platform/"))
  .sort();

/** Globals that every JavaScript engine has. The clock and randomness are checked separately. */
const language = new Set(
  `undefined Array Boolean Date Error Infinity JSON Map Math NaN Number Object Promise Reflect RegExp Set String Symbol
  TypeError WeakMap WeakSet decodeURIComponent encodeURIComponent`.split(/\s+/),
);
const impure = ["Date.now", "Math.random"];

/**
 * Returns the globals that a module uses, except those in {@link language}. Includes uses of the clock and randomness,
 * such as `Date.now`.
 */
function ambientNames(path: string, code: string): string[] {
  const kind = path.endsWith("x") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const declared = new Set<string>();
  const used: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isTypeParameterDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
      return;
    if (ts.isPropertyAccessExpression(node) && impure.includes(node.getText())) used.push(node.getText());
    if (ts.isNewExpression(node) && node.getText() === "new Date()") used.push("new Date()");
    if (ts.isIdentifier(node)) isDeclaration(node) ? declared.add(node.text) : isValue(node) && used.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return used.filter((name) => !declared.has(name) && !language.has(name));
}

/** Returns whether an identifier is the name that its parent node declares. */
function isDeclaration(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) ||
    ts.isImportClause(parent) ||
    ts.isImportSpecifier(parent);
  return declares && parent.name === node;
}

/** Returns whether an identifier refers to a variable, as opposed to the name of a property, import or HTML tag. */
function isValue(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.initializer === node;
  if (ts.isBindingElement(parent)) return parent.propertyName !== node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isJsxAttribute(parent)) return false;
  const isTag = ts.isJsxOpeningLikeElement(parent) || ts.isJsxClosingElement(parent);
  return !(isTag && /^[a-z]/.test(node.text));
}

describe(`the ${files.length} browser files of src outside client/platform`, () => {
  const namesIn = (path: string) => ambientNames(path, readFileSync(new URL(path, src), "utf8"));

  it("no browser file outside client/platform uses a global such as `window` or `Date.now`", () => {
    const found = files
      .filter((path) => !exempt.has(path))
      .flatMap((path) => namesIn(path).map((name) => `${path}: ${name}`));
    expect(found).toEqual([]);
  });

  it.each([...exempt])("the exempt file %s still uses a global: %s", (path) => {
    expect(namesIn(path)).not.toEqual([]);
  });

  it.each([
    ["`navigator.onLine`", "const isOn = () => navigator.onLine;"],
    ["`globalThis`", "const isOn = () => globalThis.navigator.onLine;"],
    ["a class that extends a global", "export class Signal extends EventTarget {}"],
    ["`Date.now()`", "export const now = () => Date.now();"],
    ["`new Date()`", "export const now = () => new Date();"],
    ["`Math.random`", "export const jitter = Math.random;"],
    ["a global as a shorthand property", "export const clock = { performance };"],
    ["`typeof` of a global", 'export const isPage = typeof window !== "undefined";'],
  ])("the check for globals reports code that contains %s", (_name, code) => {
    expect(ambientNames("example.ts", code)).toHaveLength(1);
  });
});
