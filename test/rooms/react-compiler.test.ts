import { readdirSync, readFileSync } from "node:fs";
import { transformSync } from "@babel/core";
import { describe, expect, it } from "vitest";

const src = new URL("../../src/", import.meta.url);
const folders = ["react", "integrations", "assistant-cloud", "devtools", "testing", "storybook"];
const files = folders
  .flatMap((folder) =>
    (readdirSync(new URL(folder, src), { recursive: true }) as string[]).map((name) => `${folder}/${name}`),
  )
  .filter((path) => /\.tsx?$/.test(path))
  .sort();

/** The errors of the compiler in code that is pure, with the file, the start of the error's text, and the reason. */
const accepted: readonly [file: string, error: string, why: string][] = [
  [
    "devtools/report-section.tsx",
    "Support value blocks (conditional, logical, optional chaining, etc) within a try/catch",
    "The compiler does not support `?.` within `try`.",
  ],
  [
    "integrations/better-auth.ts",
    "Hooks must be the same function on every render",
    "Better Auth's client contains the hook, and an app creates the client once.",
  ],
  [
    "integrations/entra.ts",
    "Support value blocks (conditional, logical, optional chaining, etc) within a try/catch",
    "The compiler does not support `&&` and `?:` within `try`.",
  ],
  [
    "integrations/keycloak.ts",
    "(BuildHIR::node.lowerReorderableExpression) Expression type `ArrowFunctionExpression`",
    "The compiler does not support a default value that is a function with a destructured parameter.",
  ],
  [
    "integrations/keycloak.ts",
    "(BuildHIR::lowerAssignment) Handle computed properties in ObjectPattern",
    "The compiler does not support a computed name in a destructured parameter.",
  ],
  [
    "integrations/supabase.ts",
    "(BuildHIR::node.lowerReorderableExpression) Expression type `ArrowFunctionExpression`",
    "The compiler does not support a default value that is a function with a destructured parameter.",
  ],
  [
    "react/use-provider-token-source.ts",
    "Cannot reassign variable in async function",
    "The source's `getToken()` counts its results. The engine calls this function, and no render does.",
  ],
  [
    "testing/test-assistant-cloud-provider.tsx",
    "(BuildHIR::lowerExpression) Support UpdateExpression where argument is a global",
    "The initial value of a state counts the providers, so that each provider has another key.",
  ],
];

/** The part of the React Compiler's events that {@link compile} reads. */
interface CompilerEvent {
  kind: string;
  detail?: { reason?: string; options?: { reason?: string; details?: { message?: string; loc?: Location }[] } };
}
interface Location {
  start?: { line: number };
}

/** Compiles a module. Returns the number of compiled components and hooks, and the compiler's errors. */
function compile(path: string, code: string): { compiled: number; errors: string[] } {
  const events: CompilerEvent[] = [];
  const options = {
    panicThreshold: "none",
    logger: { logEvent: (_file: string | null, event: CompilerEvent) => void events.push(event) },
    environment: { validateNoImpureFunctionsInRender: true },
  };
  transformSync(code, {
    filename: path,
    babelrc: false,
    configFile: false,
    code: false,
    parserOpts: { plugins: path.endsWith("x") ? ["typescript", "jsx"] : ["typescript"] },
    plugins: [["babel-plugin-react-compiler", options]],
  });
  const [compiled, failed] = [true, false].map((isCompiled) =>
    events.filter(({ kind }) => (kind === "CompileSuccess") === isCompiled),
  );
  return { compiled: compiled?.length ?? 0, errors: (failed ?? []).map(textOf) };
}

function textOf({ kind, detail }: CompilerEvent): string {
  const places = detail?.options?.details?.map(({ message, loc }) => `${message} (line ${loc?.start?.line})`) ?? [];
  return [detail?.reason ?? detail?.options?.reason ?? kind, ...places].join(" ");
}

const results = files.map((path) => ({ path, ...compile(path, readFileSync(new URL(path, src), "utf8")) }));
const hook = (body: string) => `import { useRef, useState } from "react"; export function useExample() { ${body} }`;

describe("the React Compiler, which checks that rendering is pure", () => {
  it("F47 the compiler accepts every component and hook of src, except the listed ones", () => {
    const refused = results.flatMap(({ path, errors }) =>
      errors
        .filter((error) => !accepted.some(([file, start]) => file === path && error.startsWith(start)))
        .map((error) => `${path}: ${error}`),
    );
    expect(refused).toEqual([]);
    expect(results.reduce((sum, { compiled }) => sum + compiled, 0)).toBeGreaterThan(40);
  });

  it.each(accepted)("the list of accepted errors still needs the entry for %s: %s", (file, start) => {
    const errors = results.find(({ path }) => path === file)?.errors;
    expect(errors).toEqual(expect.arrayContaining([expect.stringContaining(start)]));
  });

  it.each([
    ["reads a ref", "return useRef(1).current;"],
    ["writes to a ref", "const ref = useRef(1); ref.current = 2;"],
    ["calls `Date.now()`", "const [state] = useState(0); return state + Date.now();"],
    ["calls `Math.random()`", "const [state] = useState(0); return state + Math.random();"],
    ["assigns to a global", "const [state] = useState(0); globalThis.latest = state;"],
    ["changes a state in place", "const [state] = useState({ count: 0 }); state.count = 1; return state;"],
    ["calls a hook in a condition", "const [state] = useState(0); if (state) useRef(1);"],
  ])("F47 the compiler refuses a hook that %s during a render", (_name, body) => {
    expect(compile("example.ts", hook(body)).errors).not.toEqual([]);
  });
});
