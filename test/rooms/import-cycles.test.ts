import { describe, expect, it } from "vitest";
import { findImportCycles } from "../support/find-import-cycles.ts";
import { readSourceFiles } from "../support/read-source-files.ts";

const find = (graph: Record<string, string[]>) => findImportCycles(new Map(Object.entries(graph)));

describe("import cycles", () => {
  it("no import cycle exists between files or folders", () => {
    const files = ["src", "server/src", "server/dashboard", "demo", "bench"].flatMap(readSourceFiles);
    expect(findImportCycles(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it("finds an import cycle between files, in one folder and across folders", () => {
    expect(find({ "a/x.ts": ["a/y.ts"], "a/y.ts": ["a/x.ts"] })).toEqual([
      "a/x.ts imports a/y.ts, a/y.ts imports a/x.ts",
    ]);
    expect(find({ "a/b/x.ts": ["a/c/y.ts"], "a/c/y.ts": ["a/z.ts"], "a/z.ts": ["a/b/x.ts"] })).toHaveLength(1);
  });

  it("finds an import cycle between subfolders even if the files form no cycle", () => {
    const graph = { "a/b/x.ts": ["a/c/x.ts"], "a/c/x.ts": [], "a/c/deep/y.ts": ["a/b/y.ts"], "a/b/y.ts": [] };
    expect(find(graph)).toEqual(["a/b/x.ts imports a/c/x.ts, a/c/deep/y.ts imports a/b/y.ts"]);
  });

  it("reports no import cycle if every file imports only from lower layers", () => {
    expect(find({ "a/x.ts": ["a/b/y.ts", "a/c/z.ts"], "a/b/y.ts": ["a/c/z.ts"], "a/c/z.ts": [] })).toEqual([]);
  });
});
