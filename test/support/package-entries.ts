import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";

/** An entry point of a built package. */
export interface PackageEntry {
  /** The subpath of the entry point, such as `./backend`. */
  readonly subpath: string;
  /** The path of the entry point's module below `dist`, without `.js`, such as `integrations/clerk`. */
  readonly module: string;
}

/** The `exports` of a package.json. */
export type PackageExports = Readonly<Record<string, string | { readonly types: string; readonly default: string }>>;

/** Lists the entry points of a built package. A path with `*` yields one entry point for each matching module. */
export function packageEntries(folder: string, exports: PackageExports): PackageEntry[] {
  return Object.entries(exports).flatMap(([subpath, paths]) => {
    if (typeof paths === "string") return [];
    const module = paths.default.replace(/^\.\/dist\/|\.js$/g, "");
    if (!module.includes("*")) return [{ subpath, module }];
    return readdirSync(join(folder, "dist", dirname(module)))
      .filter((file) => file.endsWith(".js"))
      .sort()
      .map((file) => file.slice(0, -".js".length))
      .map((name) => ({ subpath: subpath.replace("*", name), module: module.replace("*", name) }));
  });
}
