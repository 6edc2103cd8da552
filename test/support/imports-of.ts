import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseModule, readImports } from "./read-imports.ts";

/**
 * Lists the modules that a built entry point imports from outside the package. `atOnce` lists static imports. `later`
 * lists modules that load after an `import()`.
 * @param dist the package's `dist` folder
 * @param entry the path of the entry point's module below `dist`, without `.js`
 */
export function importsOf(dist: string, entry: string): { atOnce: string[]; later: string[] } {
  const found = { atOnce: new Set<string>(), later: new Set<string>() };
  const seen = new Set<string>();
  const walk = (file: string, isDynamic: boolean): void => {
    if (seen.has(`${file} ${isDynamic}`)) return;
    seen.add(`${file} ${isDynamic}`);
    for (const { specifier, dynamic } of readImports(parseModule(file, readFileSync(join(dist, file), "utf8")))) {
      if (specifier.startsWith(".")) walk(join(dirname(file), specifier), isDynamic || dynamic);
      else found[isDynamic || dynamic ? "later" : "atOnce"].add(specifier);
    }
  };
  walk(`${entry}.js`, false);
  return { atOnce: [...found.atOnce].sort(), later: [...found.later].sort() };
}

/** Returns the package names of specifiers, such as `hono` for `hono/cors`. Omits Node's own modules. */
export function packagesOf(specifiers: readonly string[]): string[] {
  const names = specifiers
    .filter((each) => !each.startsWith("node:"))
    .map((each) => /^(@[^/]+\/)?[^/]+/.exec(each)?.[0]);
  return [...new Set(names)].filter((name) => name !== undefined).sort();
}
