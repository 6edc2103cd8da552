import { describe, expect, it } from "vitest";
import { findImportCycles } from "../support/find-import-cycles.ts";
import { readSourceFiles } from "../support/read-source-files.ts";

const find = (graph: Record<string, string[]>) => findImportCycles(new Map(Object.entries(graph)));

describe("import cycles", () => {
  it("no import cycle exists between files or folders", () => {
    const files = ["src", "server/src", "server/dashboard", "demo", "bench"].flatMap(readSourceFiles);
    expect(findImportCycles(new Map(files.map(({ path, imports }) => [path, imports])))).toEqual([]);
  });

  it("the search for import cycles finds a cycle within one folder and a cycle across several folders", () => {
    expect(find({ "a/x.ts": ["a/y.ts"], "a/y.ts": ["a/x.ts"] })).toEqual([
      "a/x.ts imports a/y.ts, a/y.ts imports a/x.ts",
    ]);
    expect(find({ "a/b/x.ts": ["a/c/y.ts"], "a/c/y.ts": ["a/z.ts"], "a/z.ts": ["a/b/x.ts"] })).toHaveLength(1);
  });

  it("the search for import cycles finds a cycle between subfolders even if the files form no cycle", () => {
    const graph = { "a/b/x.ts": ["a/c/x.ts"], "a/c/x.ts": [], "a/c/deep/y.ts": ["a/b/y.ts"], "a/b/y.ts": [] };
    expect(find(graph)).toEqual(["a/b/x.ts imports a/c/x.ts, a/c/deep/y.ts imports a/b/y.ts"]);
  });

  it("the search for import cycles finds none if neither the files nor the folders form a cycle", () => {
    expect(find({ "a/x.ts": ["a/b/y.ts", "a/c/z.ts"], "a/b/y.ts": ["a/c/z.ts"], "a/c/z.ts": [] })).toEqual([]);
  });
});
