import { readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestCli, type TestCli } from "../support/start-cli.ts";

const TIMEOUT_MS = 180_000;
let cli: TestCli;
beforeAll(async () => {
  cli = await buildTestCli();
}, TIMEOUT_MS);
afterAll(() => cli.stop());

/** Returns the names of the modules that a file imports or re-exports. Omits dynamic and type-only imports. */
function loadedBy(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly) return [];
    if (ts.isExportDeclaration(statement) && statement.isTypeOnly) return [];
    if (!ts.isImportDeclaration(statement) && !ts.isExportDeclaration(statement)) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) ? [moduleSpecifier.text] : [];
  });
}

test("the command line loads no package except commander before parsing the arguments", () => {
  const packages = new Set<string>();
  const seen = new Set<string>();
  const walk = (file: string): void => {
    if (seen.has(file) || file.endsWith(".json")) return;
    seen.add(file);
    for (const name of loadedBy(file)) {
      if (name.startsWith(".")) walk(fileURLToPath(new URL(name, `file://${file}`)));
      else if (!name.startsWith("node:")) packages.add(name);
    }
  };
  for (const entry of ["main.ts", "create-program.ts"]) {
    walk(fileURLToPath(new URL(`../../src/cli/${entry}`, import.meta.url)));
  }
  expect([...packages]).toEqual(["commander"]);
  expect(seen.size).toBeGreaterThan(20);
});

test("the built command line prints the package's version and its help", { timeout: TIMEOUT_MS }, async () => {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  expect(await cli.run(["--version"])).toBe(`${version}\n`);
  expect(await cli.run(["--help"])).toMatch(/^Usage: assistant-cloud-server /);
});
