import { readFile } from "node:fs/promises";

/** An operator that binds tighter than `&&`, so that the inserted text would change the operator's operand. */
const TIGHTER_OPERATOR = /(?:[!~+-]|\?\?|typeof|await)\s*(?:for|warn)Developer\(/;

/** An esbuild plugin that strips the texts for developers: error messages, remedies and warnings. */
export const withoutDeveloperTexts = {
  name: "without-developer-texts",
  setup(build) {
    // esbuild drops calls of an empty function, including their arguments.
    build.initialOptions.minifySyntax = true;
    for (const [file, name] of [
      [/[\\/]core[\\/]for-developer\.ts$/, "forDeveloper"],
      [/[\\/]core[\\/]remedies\.ts$/, "remedyFor"],
      [/[\\/]platform[\\/]warn-developer\.ts$/, "warnDeveloper"],
    ]) {
      build.onLoad({ filter: file }, () => ({ contents: `export function ${name}() {}` }));
    }
    // It keeps the functions that only these arguments call, unless the call is unreachable when it reads the module.
    build.onLoad({ filter: /[\\/]src[\\/].*\.tsx?$/, namespace: "file" }, async ({ path }) => {
      const source = await readFile(path, "utf8");
      if (TIGHTER_OPERATOR.test(source)) throw new Error(`Assign the developer text to a variable first: ${path}`);
      const contents = source.replace(/(?<!function )\b(?=(?:for|warn)Developer\()/g, "void 0 && ");
      return { contents, loader: path.endsWith("x") ? "tsx" : "ts" };
    });
  },
};
