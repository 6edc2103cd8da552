import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { describe, expect, inject, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { importsOf, packagesOf } from "../../support/imports-of.ts";
import { type PackageEntry, packageEntries } from "../../support/package-entries.ts";
import { parseModule, readImports } from "../../support/read-imports.ts";
import { run } from "../../support/run.ts";

const packed = inject("packed").auth;
const dist = join(packed.folder, "dist");
const published = packed.files.map(({ path }) => path).sort();
const read = (file: string) => readFileSync(join(dist, file), "utf8");

const everyEntry = packageEntries(packed.folder, manifest.exports);
const entries = everyEntry.map(({ module }) => module);
const serverEntries = ["backend", "verify", "storybook-preview"];
/** The entry points that tests and stories load. */
const testEntries = ["testing", "storybook"];
const clientEntries = entries.filter((entry) => ![...serverEntries, ...testEntries].includes(entry));
/** Returns the given entry points and the production build of each. Each browser entry point is built twice. */
const builtTwice = (names: readonly string[]) => [...names, ...names.map((entry) => `production/${entry}`)];
const clientModules = builtTwice(clientEntries);
const built = readdirSync(dist, { recursive: true, encoding: "utf8" });
const declarations = built.filter((file) => file.endsWith(".d.ts"));

describe("package.json of assistant-cloud-auth", () => {
  it("package.json lists jose as the only dependency, and React and TanStack Query as peers", () => {
    expect(Object.entries(manifest.dependencies)).toEqual([["jose", expect.stringMatching(/^\^\d/)]]);
    expect(Object.keys(manifest.peerDependencies)).toEqual([
      "@tanstack/react-query",
      "assistant-cloud",
      "react",
      "react-dom",
    ]);
    // Only one entry point needs each optional peer: `assistant-cloud` needs the client, `devtools` needs react-dom.
    expect(manifest.peerDependenciesMeta).toEqual({
      "assistant-cloud": { optional: true },
      "react-dom": { optional: true },
    });
  });

  it("package.json does not list a library that only the server needs", () => {
    const server = JSON.parse(readFileSync(join(packed.folder, "server/package.json"), "utf8"));
    const libraries = Object.keys(server.dependencies).filter((name) => name !== "jose");
    expect(libraries).toContain("hono");
    const named = Object.entries(manifest).flatMap(([field, value]) =>
      field.toLowerCase().includes("dependencies") || field === "overrides" ? Object.keys(value) : [],
    );
    expect(named.filter((name) => libraries.includes(name))).toEqual([]);
  });
});

describe("the files that assistant-cloud-auth publishes", () => {
  it("the published files include every file that package.json names", () => {
    const wanted = [
      ...entries.flatMap((entry) => [`dist/${entry}.js`, `dist/${entry}.d.ts`]),
      ...[...clientEntries, ...testEntries].map((entry) => `dist/production/${entry}.js`),
    ];
    expect(published).toEqual(
      expect.arrayContaining([...wanted, "package.json", "CHANGELOG.md", "LICENSE", "README.md"]),
    );
  });

  it("the published files include no test, source map or source", () => {
    const known =
      /^(dist\/(production\/)?(integrations\/)?[\w-]+\.(js|d\.ts)|skills\/[\w-]+\/SKILL\.md|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    expect(published.filter((path) => !known.test(path))).toEqual([]);
  });

  it("the package has at most 150 kB packed and 600 kB unpacked", () => {
    expect(packed.size).toBeLessThanOrEqual(150_000);
    expect(packed.unpackedSize).toBeLessThanOrEqual(600_000);
  });
});

describe("the types that assistant-cloud-auth publishes", () => {
  it("the published types refer to no file outside the package", () => {
    expect(declarations).toContain("index.d.ts");
    for (const file of declarations) {
      for (const { specifier } of readImports(parseModule(file, read(file)))) {
        expect(specifier).not.toMatch(/\.tsx?$/);
        if (specifier.startsWith(".")) expect(join(dirname(file), specifier)).not.toMatch(/^\.\./);
      }
    }
  });

  it("the types import only packages that an app can install", () => {
    const named = declarations.flatMap((file) =>
      readImports(parseModule(file, read(file))).map(({ specifier }) => specifier),
    );
    const packages = packagesOf(named.filter((specifier) => !specifier.startsWith(".")));
    expect(["@tanstack/react-query", "assistant-cloud", "assistant-cloud-auth", "jose", "react"]).toEqual(
      expect.arrayContaining(packages),
    );
  });

  it("the types of the entry point `verify` import only the package jose", () => {
    const named = readImports(parseModule("verify.d.ts", read("verify.d.ts"))).map(({ specifier }) => specifier);
    expect(named.filter((specifier) => !specifier.startsWith("./") && specifier !== "jose")).toEqual([]);
  });
});

describe("the import graph of each entry point", () => {
  it.each(clientModules)("the client entry point %s loads only the packages that it may load", (entry) => {
    const { atOnce, later } = importsOf(dist, entry);
    const bridged = entry.endsWith("assistant-cloud") ? ["assistant-cloud"] : [];
    // In a production build, `devtools` renders nothing, so it does not need react-dom.
    if (/devtools(-production)?$/.test(entry) && entry !== "production/devtools") bridged.push("react-dom");
    expect([...bridged, "@tanstack/react-query", "react"]).toEqual(expect.arrayContaining(packagesOf(atOnce)));
    expect(later).toEqual([]);
    expect(atOnce.filter((each) => each.startsWith("node:"))).toEqual([]);
  });

  it("the entry point `backend` loads no package, so it runs in any runtime that has fetch", () => {
    expect(importsOf(dist, "backend")).toEqual({ atOnce: [], later: [] });
  });

  it("the entry point `verify` loads only the package jose", () => {
    const { atOnce, later } = importsOf(dist, "verify");
    expect(["jose"]).toEqual(expect.arrayContaining(packagesOf(atOnce)));
    expect(later).toEqual([]);
  });

  it("the Storybook addon imports the package by its public name", () => {
    expect(importsOf(dist, "storybook-preview")).toEqual({ atOnce: ["assistant-cloud-auth/storybook"], later: [] });
  });

  it.each(builtTwice(testEntries))(
    "the test entry point %s loads only React and TanStack Query immediately, and only jose on demand",
    (entry) => {
      const { atOnce, later } = importsOf(dist, entry);
      expect(["@tanstack/react-query", "react"]).toEqual(packagesOf(atOnce).sort());
      expect(later).toEqual(entry.endsWith("testing") ? ["jose"] : []);
    },
  );
});

describe("the directive `use client`", () => {
  it.each(clientModules)("`use client` is the first statement of %s", (entry) => {
    expect(read(`${entry}.js`)).toMatch(/^"use client";/);
  });

  it("only the files of the client entry points contain `use client`", () => {
    const files = built.filter((file) => file.endsWith(".js"));
    const marked = files.filter((file) => /["']use client["']/.test(read(file)));
    expect(marked.sort()).toEqual(clientModules.map((entry) => `${entry}.js`).sort());
  });
});

describe("the entry points of assistant-cloud-auth", { timeout: 120_000 }, () => {
  /**
   * Runs a module and resolves to its output, parsed as JSON. The module runs in the package's folder, so it can import
   * the package by name.
   */
  const runModule = (code: string) =>
    run(process.execPath, ["--input-type=module", "--eval", code], packed.folder).then(JSON.parse);

  const namesOf = (subpaths: readonly string[]): Promise<Record<string, string[]>> =>
    runModule(`
      const names = {};
      for (const path of ${JSON.stringify(subpaths)}) {
        names[path] = Object.keys(await import("assistant-cloud-auth" + path.slice(1))).sort();
      }
      console.log(JSON.stringify(names));
    `);
  const isIntegration = ({ module }: PackageEntry) => module.startsWith("integrations/");

  it("the entry points of the integrations export only hooks", async () => {
    const integrations = everyEntry.filter(isIntegration).map(({ subpath }) => subpath);
    const sources = readdirSync(new URL("../../../src/integrations", import.meta.url)).filter((file) =>
      file.endsWith(".ts"),
    );
    expect(integrations).toEqual(sources.map((file) => `./${file.slice(0, -".ts".length)}`).sort());
    for (const names of Object.values(await namesOf(integrations))) {
      expect(names).not.toEqual([]);
      expect(names.filter((name) => !/^use\w+TokenSource$/.test(name))).toEqual([]);
    }
  });

  it("an app can import only the entry points of the package", async () => {
    const inner = built.filter((file) => file.endsWith(".js") && !entries.includes(file.slice(0, -".js".length)));
    expect(inner.length).toBeGreaterThan(0);
    const opened = await runModule(`
      const opened = [];
      for (const file of ${JSON.stringify(inner)}) {
        for (const path of [file, file.slice(0, -3), "dist/" + file, "../" + file.slice(0, -3)]) {
          await import("assistant-cloud-auth/" + path).then(() => opened.push(path), () => {});
        }
      }
      console.log(JSON.stringify(opened));
    `);
    expect(opened).toEqual([]);
  });

  it("the built entry points export exactly the names in the snapshot", async () => {
    const names = await namesOf(everyEntry.filter((entry) => !isIntegration(entry)).map(({ subpath }) => subpath));
    expect(names).toMatchInlineSnapshot(`
      {
        ".": [
          "AssistantCloudAuthError",
          "AssistantCloudProvider",
          "AuthErrorBoundary",
          "AuthLoading",
          "Authenticated",
          "Unauthenticated",
          "anonymousTokenSource",
          "authErrorMessage",
          "backendTokenSource",
          "createTokenEngine",
          "isAssistantCloudAuthError",
          "providerTokenSource",
          "useAuthStatus",
          "useAuthToken",
          "useAuthorizedFetch",
          "useProviderTokenSource",
          "useSuspenseWorkspaceToken",
          "useWorkspaceToken",
        ],
        "./assistant-cloud": [
          "useAssistantCloud",
        ],
        "./backend": [
          "AssistantCloudAuthError",
          "createAssistantCloudBackend",
          "createTokenHandler",
          "isAssistantCloudAuthError",
          "toNodeHandler",
        ],
        "./devtools": [
          "AssistantCloudAuthDevtools",
          "assistantCloudAuthDevtoolsPlugin",
        ],
        "./devtools/production": [
          "AssistantCloudAuthDevtools",
          "assistantCloudAuthDevtoolsPlugin",
        ],
        "./storybook": [
          "authStateToolbar",
          "withAuthState",
        ],
        "./storybook/preview": [
          "decorators",
          "globalTypes",
        ],
        "./testing": [
          "TestAssistantCloudProvider",
          "createControlledSource",
          "createTestClock",
          "createTestToken",
          "getTestJwks",
        ],
        "./verify": [
          "AssistantCloudAuthError",
          "TokenVerificationError",
          "createWorkspaceTokenVerifier",
          "expressWorkspaceGuard",
          "fastifyWorkspaceGuard",
          "fetchWorkspaceGuard",
          "isAssistantCloudAuthError",
          "requireWorkspaceToken",
          "verifyWorkspaceToken",
          "workspaceOf",
        ],
      }
    `);
  });

  it("all built entry points use the same error class", async () => {
    const count = await runModule(`
      const entries = await Promise.all(["", "/backend", "/verify"].map((path) => import("assistant-cloud-auth" + path)));
      console.log(new Set(entries.map((entry) => entry.AssistantCloudAuthError)).size);
    `);
    expect(count).toBe(1);
  });

  it.each(["production/", ""])("all built entry points in dist/%s use the same React context", async (build) => {
    const rendered = await runModule(`
      import { createElement } from "react";
      import { renderToString } from "react-dom/server";
      const load = (entry) => import("./dist/${build}" + entry + ".js");
      const [{ useAuthStatus }, { withAuthState }] = await Promise.all(["index", "storybook"].map(load));
      const Story = () => useAuthStatus().status;
      const context = { globals: {}, parameters: {}, userEvent: {} };
      console.log(JSON.stringify(renderToString(createElement(() => withAuthState(Story, context)))));
    `);
    expect(rendered).toBe("loading");
  });
});
