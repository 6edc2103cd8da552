import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseModule, readImports } from "./read-imports.ts";

/** What a built entry loads from outside its package: at once, and later by `import()`. */
export function importsOf(dist: string, entry: string): { atOnce: string[]; later: string[] } {
  const found = { atOnce: new Set<string>(), later: new Set<string>() };
  const seen = new Set<string>();
  const walk = (file: string, late: boolean): void => {
    if (seen.has(`${file} ${late}`)) return;
    seen.add(`${file} ${late}`);
    for (const { specifier, dynamic } of readImports(parseModule(file, readFileSync(join(dist, file), "utf8")))) {
      if (specifier.startsWith("./")) walk(specifier.slice(2), late || dynamic);
      else found[late || dynamic ? "later" : "atOnce"].add(specifier);
    }
  };
  walk(`${entry}.js`, false);
  return { atOnce: [...found.atOnce].sort(), later: [...found.later].sort() };
}

/** The packages that specifiers name, such as `hono` for `hono/cors`, without Node's own modules. */
export function packagesOf(specifiers: readonly string[]): string[] {
  const names = specifiers
    .filter((each) => !each.startsWith("node:"))
    .map((each) => /^(@[^/]+\/)?[^/]+/.exec(each)?.[0]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}

/** The names of a package's entries, by its `exports`: `index`, `backend` … */
export function entriesOf(exports: Record<string, string | { default: string }>): string[] {
  return Object.values(exports).flatMap((paths) =>
    typeof paths === "string" ? [] : [paths.default.replace(/^\.\/dist\/|\.js$/g, "")],
  );
}
