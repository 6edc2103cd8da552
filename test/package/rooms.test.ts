import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type ModuleImport, readImports } from "../support/read-imports.ts";

const src = fileURLToPath(new URL("../../src/", import.meta.url));
const everything = readdirSync(src, { recursive: true, encoding: "utf8" });
const files = everything.filter((path) => /\.tsx?$/.test(path)).sort();
const texts = new Map(files.map((path) => [path, readFileSync(join(src, path), "utf8")]));
const imports = new Map(files.map((path) => [path, readImports(path, texts.get(path) ?? "")]));

const roomOf = (path: string) => (path.includes("/") ? path.slice(0, path.indexOf("/")) : "entry");
/** The file that a relative import names, within src. */
const target = (from: string, { specifier }: ModuleImport) =>
  specifier.startsWith(".") ? relative(src, join(src, dirname(from), specifier)) : null;
/** `hono` of `hono/cors`; `node:` of every builtin. */
const packageOf = (specifier: string) =>
  specifier.startsWith("node:") ? "node:" : (/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);

interface Rule {
  rooms: string[];
  packages: string[];
  /** Single files of other rooms. */
  files?: string[];
  /** Rooms that may be imported for their types alone. */
  typesOf?: string[];
  /** Any package may be imported for its types. */
  anyTypes?: boolean;
}
/** Who may import what. Everything that is not named here is refused. */
const rules: Record<string, Rule> = {
  entry: { rooms: ["core", "client", "react"], packages: [] },
  core: { rooms: [], packages: ["jose"] },
  client: { rooms: ["core"], packages: [] },
  react: { rooms: ["core", "client"], packages: ["react", "@tanstack/react-query"] },
  "assistant-cloud": { rooms: ["core", "client", "react"], packages: ["assistant-cloud"] },
  integrations: {
    rooms: ["core", "client"],
    // The hook that all of them are made of; it reads no context.
    files: ["react/use-provider-token-source.ts"],
    packages: ["react"],
    typesOf: ["react"],
    anyTypes: true,
  },
  backend: { rooms: ["core"], packages: [] },
  verify: { rooms: ["core"], packages: ["node:", "jose"] },
  testing: { rooms: ["core", "client"], packages: ["jose"], anyTypes: true },
};
const rooms = [...new Set(files.map(roomOf))];

function violations(path: string): string[] {
  const room = roomOf(path);
  const rule = rules[room];
  if (rule === undefined) return [`${path}: the room ${room} has no rule`];
  return (imports.get(path) ?? []).flatMap((each) => {
    const file = target(path, each);
    if (file !== null) {
      const other = roomOf(file);
      const allowed =
        other === room ||
        rule.rooms.includes(other) ||
        rule.files?.includes(file) === true ||
        (each.typeOnly && rule.typesOf?.includes(other) === true);
      return allowed ? [] : [`${path} imports ${file}`];
    }
    const name = packageOf(each.specifier);
    const allowed = rule.packages.includes(name) || (each.typeOnly && rule.anyTypes === true);
    return allowed ? [] : [`${path} imports ${each.specifier}`];
  });
}

describe("the rooms of src", () => {
  it("has files to look at", () => {
    expect(files).toContain("core/errors.ts");
    expect(files.length).toBeGreaterThan(50);
  });

  it.each(rooms)("%s imports only what it may", (room) => {
    expect(files.filter((path) => roomOf(path) === room).flatMap(violations)).toEqual([]);
  });

  it("core takes nothing of jose but decoding", () => {
    const text = files
      .filter((path) => roomOf(path) === "core")
      .map((path) => texts.get(path))
      .join("\n");
    expect(text.match(/import .* from "jose";/g)).toEqual(['import { decodeJwt } from "jose";']);
  });

  it("is left through the index files of other rooms at most, never of the own one", () => {
    const through = files.flatMap((path) =>
      (imports.get(path) ?? []).flatMap((each) => {
        const file = target(path, each);
        const own = file !== null && roomOf(file) === roomOf(path) && /(^|\/)index\.tsx?$/.test(file);
        return own ? [`${path} imports ${file}`] : [];
      }),
    );
    expect(through).toEqual([]);
  });

  it("imports name existing files with their extension", () => {
    const broken = files.flatMap((path) =>
      (imports.get(path) ?? []).flatMap((each) => {
        const file = target(path, each);
        return file === null || everything.includes(file) ? [] : [`${path} imports ${each.specifier}`];
      }),
    );
    expect(broken).toEqual([]);
  });

  it("has no import circle, of types neither", () => {
    const done = new Set<string>();
    const circles: string[] = [];
    const walk = (path: string, way: readonly string[]): void => {
      if (way.includes(path)) {
        circles.push([...way.slice(way.indexOf(path)), path].join(" > "));
        return;
      }
      if (done.has(path)) return;
      for (const each of imports.get(path) ?? []) {
        const file = target(path, each);
        if (file !== null) walk(file, [...way, path]);
      }
      done.add(path);
    };
    for (const path of files) walk(path, []);
    expect(circles).toEqual([]);
  });
});

describe("the files of src", () => {
  it("have at most 300 lines", () => {
    const long = files.filter((path) => (texts.get(path) ?? "").split("\n").length > 301);
    expect(long).toEqual([]);
  });

  it("have no default export", () => {
    const withDefault = files.filter((path) => {
      const source = ts.createSourceFile(path, texts.get(path) ?? "", ts.ScriptTarget.Latest, false);
      return source.statements.some(
        (statement) =>
          ts.isExportAssignment(statement) ||
          (ts.canHaveModifiers(statement) &&
            ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)),
      );
    });
    expect(withDefault).toEqual([]);
  });

  it("are named in kebab case, after one thing each", () => {
    const odd = files.filter((path) => !/^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*\.tsx?$/.test(path));
    const grabBags = files.filter((path) => /(^|\/)(utils?|helpers?|misc|common|types)\.tsx?$/.test(path));
    expect([...odd, ...grabBags]).toEqual([]);
  });
});
