import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSourceFiles } from "../support/read-source-files.ts";
import { packageRooms } from "./package-rooms.ts";
import { outsideImports, toMarkdown } from "./room.ts";
import { serverRooms } from "./server-rooms.ts";

const path = (below: string) => fileURLToPath(new URL(`../../${below}`, import.meta.url));
const sections = readFileSync(path("CONTRIBUTING.md"), "utf8").split("\n\n");

describe.each([packageRooms, serverRooms])("the import table for the folders of $folder", (table) => {
  const { folder, rooms } = table;
  const files = readSourceFiles(folder);
  const rowOf = (name: string) => rooms.find((room) => room.name === name);

  it("each folder has exactly one row in the import table", () => {
    expect(files.length).toBeGreaterThan(100);
    expect(rooms.map(({ name }) => name).sort()).toEqual([...new Set(files.map(({ room }) => room))].sort());
  });

  it("each folder imports only the folders and packages that its row lists", () => {
    const refused = files.flatMap((file) => {
      const row = rowOf(file.room);
      return outsideImports(table, file)
        .filter(({ column, names }) => !names.some((name) => row?.[column].includes(name)))
        .map(({ imported }) => `${file.path} imports ${imported}`);
    });
    expect(refused).toEqual([]);
  });

  it("no row of the import table lists an import that is not used", () => {
    const unused = rooms.flatMap((row) => {
      const used = files.filter(({ room }) => room === row.name).flatMap((file) => outsideImports(table, file));
      return (["imports", "packages"] as const).flatMap((listed) =>
        row[listed]
          .filter((each) => !used.some(({ column, names }) => column === listed && names.includes(each)))
          .map((each) => `${row.name} does not import ${each}`),
      );
    });
    expect(unused).toEqual([]);
  });

  it("each folder imports only folders from earlier rows of the import table", () => {
    const upward = rooms.flatMap(({ name, imports }, row) =>
      imports
        .filter((each) => rooms.slice(row).some((room) => room.name === each.split("/")[0]))
        .map((each) => `${name} imports ${each}`),
    );
    expect(upward).toEqual([]);
  });

  it("each import path includes a file extension and leads to an existing file", () => {
    const broken = files.flatMap((file) =>
      file.imports.filter((each) => !existsSync(path(each))).map((each) => `${file.path} imports ${each}`),
    );
    expect(broken).toEqual([]);
  });

  it("CONTRIBUTING.md contains a copy of the import table", () => {
    const markdown = toMarkdown(table);
    const head = markdown.slice(0, markdown.indexOf("\n"));
    expect(sections.find((section) => section.startsWith(head))).toBe(markdown);
  });
});

describe("imports between the two packages and other folders", () => {
  const src = readSourceFiles("src");

  it("from assistant-cloud-auth, the server imports only the folders core and verify", () => {
    const imported = serverRooms.rooms.flatMap(({ imports }) => imports.filter((each) => each.startsWith("src/")));
    expect([...new Set(imported)].sort()).toEqual(["src/core", "src/verify"]);
  });

  it("bench, demo, stories and dashboard import no test code outside test/support", () => {
    const users = ["bench", "demo", "stories", "server/stories", "server/dashboard"].flatMap(readSourceFiles);
    const taken = users.flatMap(({ path: user, imports }) =>
      imports
        .filter((each) => /(^|\/)test\//.test(each) && !each.startsWith("test/support/"))
        .map((each) => `${user} imports ${each}`),
    );
    expect(taken).toEqual([]);
  });

  it("the stories import assistant-cloud-auth only by its public names", () => {
    const taken = readSourceFiles("stories").flatMap(({ path: user, imports }) =>
      imports.filter((each) => !each.startsWith("stories/")).map((each) => `${user} imports ${each}`),
    );
    expect(taken).toEqual([]);
  });

  it("no file of demo/page/panel imports a file from outside that folder", () => {
    const panel = readSourceFiles("demo").filter(({ path: file }) => file.startsWith("demo/page/panel/"));
    const taken = panel.flatMap(({ path: file, imports }) =>
      imports.filter((each) => !each.startsWith("demo/page/panel/")).map((each) => `${file} imports ${each}`),
    );
    expect(panel.length).toBeGreaterThan(15);
    expect(taken).toEqual([]);
  });

  it("no file of src imports the index file of its own folder", () => {
    const through = src.flatMap((file) =>
      file.imports
        .filter((each) => /\/index\.tsx?$/.test(each) && each.startsWith(`src/${file.room}/`))
        .map((each) => `${file.path} imports ${each}`),
    );
    expect(through).toEqual([]);
  });
});
