import type { SourceFile } from "../support/read-source-files.ts";

/**
 * A folder of `src` or `server/src`, with the imports that its files may contain. The room named `entry` is the index
 * file beside the folders.
 */
export interface Room {
  readonly name: string;
  readonly purpose: string;
  /**
   * The folders and single files that this room may import, such as `core` or `react/auth-context.ts`. Paths that begin
   * with `src/` belong to the other package.
   */
  readonly imports: readonly string[];
  /** The packages that the room may import; `node:` means every built-in module of Node. */
  readonly packages: readonly string[];
}

/** The rooms of a package. A room may import only rooms that precede it. */
export interface RoomTable {
  /** The path of the folder that contains the rooms. */
  readonly folder: string;
  readonly rooms: readonly Room[];
}

/** An import of a module outside the importing file's room. */
export interface OutsideImport {
  /** The field of {@link Room} that must list the import. */
  readonly column: "imports" | "packages";
  /** Each of these entries allows the import: the imported module's room, file or package. */
  readonly names: readonly string[];
  readonly imported: string;
}

export function outsideImports({ folder }: RoomTable, { room, imports, modules }: SourceFile): OutsideImport[] {
  const byPath = imports.map((path) => ({ column: "imports" as const, names: namesOf(folder, path), imported: path }));
  return [
    ...byPath.filter(({ names }) => !names.includes(room)),
    ...modules.map((imported) => ({ column: "packages" as const, names: [packageOf(imported)], imported })),
  ];
}

function namesOf(folder: string, path: string): string[] {
  if (!path.startsWith(`${folder}/`)) return [path.split("/").slice(0, 2).join("/"), path];
  const below = path.slice(folder.length + 1);
  return below.includes("/") ? [below.slice(0, below.indexOf("/")), below] : ["entry", below];
}

/** Returns the package of an import specifier, such as `hono` for `hono/cors`. */
function packageOf(specifier: string): string {
  return specifier.startsWith("node:") ? "node:" : (/^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier);
}

/** Renders the rooms as a Markdown table for CONTRIBUTING.md. */
export function toMarkdown({ folder, rooms }: RoomTable): string {
  const codes = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(" ");
  return [
    `| \`${folder}/\` | Purpose | Imported rooms | Imported packages |`,
    "|---|---|---|---|",
    ...rooms.map(({ name, purpose, imports, packages }) =>
      `| \`${name}\` | ${purpose} | ${codes(imports)} | ${codes(packages)} |`.replaceAll(/\| {2}(?=\|)/g, "| "),
    ),
  ].join("\n");
}
