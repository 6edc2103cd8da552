import ts from "typescript";
import { describe, expect, it } from "vitest";
import { readSourceFiles, type SourceFile } from "../support/read-source-files.ts";

const folders = ["src", "server/src", "server/dashboard", "demo"];
const everyFile = folders.flatMap(readSourceFiles);
const pathsOf = (files: readonly SourceFile[]) => files.map(({ path }) => path);

it("no file of ten lines or fewer has exactly one importer", () => {
  const inlineable = everyFile.filter(
    ({ path, lines }) => lines <= 10 && everyFile.filter(({ imports }) => imports.includes(path)).length === 1,
  );
  expect(pathsOf(inlineable)).toEqual([]);
});

describe.each(folders)("the files of %s", (folder) => {
  const files = everyFile.filter(({ path }) => path.startsWith(`${folder}/`));

  it("every source file has at most 300 lines", () => {
    expect(files.length).toBeGreaterThan(50);
    expect(pathsOf(files.filter(({ lines }) => lines > 300))).toEqual([]);
  });

  it("no source file has a default export", () => {
    const isDefault = (statement: ts.Statement) =>
      ts.isExportAssignment(statement) ||
      (ts.canHaveModifiers(statement) &&
        ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) === true);
    // Vite requires a default export in its configuration.
    const code = files.filter(({ path }) => !path.endsWith("/vite.config.ts"));
    expect(pathsOf(code.filter(({ source }) => source.statements.some(isDefault)))).toEqual([]);
  });

  it("every file name is in kebab case, and no file has a general name such as `utils`", () => {
    const odd = files.filter(
      ({ path }) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.d|\.config)?\.tsx?$/.test(path),
    );
    const grabBags = files.filter(({ path }) => /(^|\/)(utils?|helpers?|misc|common|types)\.tsx?$/.test(path));
    expect(pathsOf([...odd, ...grabBags])).toEqual([]);
  });
});
