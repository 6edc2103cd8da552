import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { faultsOf } from "./ambient-apis.ts";

const folder = fileURLToPath(new URL("../../../src/client/platform/", import.meta.url));

/** Where the table has the members of the browser's interfaces. An interface without an entry is a class. */
const pathsOf: Record<string, readonly string[]> = {
  Body: ["response"],
  Console: ["console"],
  DateConstructor: ["Date"],
  Document: ["document"],
  DocumentOrShadowRoot: ["document"],
  EventTarget: ["window", "document"],
  LockManager: ["navigator.locks"],
  Math: ["Math"],
  NavigatorID: ["navigator"],
  NavigatorLocks: ["navigator"],
  NavigatorOnLine: ["navigator"],
  Performance: ["performance"],
  ReadableStream: ["response.body"],
  Storage: ["localStorage", "sessionStorage"],
};

/** The members without a row: parts of an object whose class has a row, or of an object that the app passes. */
const withoutRow = new Set(
  `AbortController.prototype.signal BroadcastChannel.prototype.onmessage Headers.prototype.entries
  Headers.prototype.set Request.prototype.headers Request.prototype.signal Request.prototype.url
  RequestInit.prototype.body RequestInit.prototype.headers RequestInit.prototype.signal response.body.getReader`.split(
    /\s+/,
  ),
);

/** The only members of JavaScript itself that a platform may lack or block. */
const impure = ["Date.now", "Math.random"];

/** Returns the paths of the ambient APIs that modules use, such as `navigator.locks.request`. */
function ambientApis(paths: readonly string[]): string[] {
  const program = ts.createProgram(paths, {
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
    types: [],
    noEmit: true,
    strict: true,
    allowImportingTsExtensions: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  });
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node)) for (const path of apisOf(checker.getSymbolAtLocation(node))) found.add(path);
    ts.forEachChild(node, visit);
  };
  for (const path of paths) ts.forEachChild(program.getSourceFile(path) as ts.SourceFile, visit);
  return [...found].sort();
}

/** Returns the paths of the ambient API that a name in a module refers to, or no path if it is not ambient. */
function apisOf(symbol: ts.Symbol | undefined): string[] {
  const [declaration] = symbol?.declarations ?? [];
  if (symbol === undefined || declaration === undefined) return [];
  const { fileName } = declaration.getSourceFile();
  const { parent } = declaration;
  const owner = ts.isInterfaceDeclaration(parent) ? parent.name.text : null;
  const owners = owner === null ? [""] : (pathsOf[owner] ?? [`${owner}.prototype`]);
  const paths = owners.map((each) => (each === "" ? symbol.name : `${each}.${symbol.name}`));
  return paths.filter((path) => /lib\.dom\.(\w+\.)*d\.ts$/.test(fileName) || impure.includes(path));
}

describe("the table of platform APIs", () => {
  const files = readdirSync(folder).map((file) => folder + file);
  const used = ambientApis(files);

  it("every ambient API that src/client/platform uses has a row", () => {
    expect(used).toEqual(expect.arrayContaining(["console.warn", "Date.now", "localStorage.length", "fetch"]));
    expect(used.filter((path) => !(path in faultsOf) && !withoutRow.has(path))).toEqual([]);
  });

  it("src/client/platform uses every API that is listed as an API without a row", () => {
    expect([...withoutRow].filter((path) => !used.includes(path))).toEqual([]);
  });
});
