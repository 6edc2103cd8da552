import { readFile } from "node:fs/promises";

/**
 * Matches a call of `forDeveloper` or `warnDeveloper` that the plugin below cannot make unreachable, because an
 * operator precedes the call. The plugin inserts `void 0 &&` before each call. An operator that binds tighter than `&&`
 * would then apply to `void 0` instead of the call. JavaScript does not allow `??` next to `&&` without parentheses.
 */
const TIGHTER_OPERATOR = /(?:[!~+-]|\?\?|typeof|await)\s*(?:for|warn)Developer\(/;

/**
 * An esbuild plugin that strips the texts for developers (error messages, remedies and warnings) from the production
 * build.
 */
export const withoutDeveloperTexts = {
  name: "without-developer-texts",
  setup(build) {
    // With this option, esbuild drops calls of an empty function, including their arguments.
    build.initialOptions.minifySyntax = true;
    for (const [file, name] of [
      [/[\\/]core[\\/]for-developer\.ts$/, "forDeveloper"],
      [/[\\/]core[\\/]remedies\.ts$/, "remedyFor"],
      [/[\\/]platform[\\/]warn-developer\.ts$/, "warnDeveloper"],
    ]) {
      build.onLoad({ filter: file }, () => ({ contents: `export function ${name}() {}` }));
    }
    // esbuild keeps functions that only these arguments call, unless the call is unreachable when esbuild reads the
    // module. So make each call unreachable with `void 0 &&`.
    build.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/, namespace: "file" }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (TIGHTER_OPERATOR.test(source)) throw new Error(`Assign the developer text to a variable first: ${path}`);
      const contents = source.replace(/(?<!function )\b(?=(?:for|warn)Developer\()/g, "void 0 && ");
      return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};
