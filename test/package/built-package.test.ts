import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { readImports } from "./read-imports.ts";
import { type StagedPackage, stagePackage } from "./stage-package.ts";

let staged: StagedPackage;
beforeAll(async () => {
  staged = await stagePackage();
}, 240_000);
afterAll(() => staged.remove());

const exported: Record<string, string | { types: string; default: string }> = manifest.exports;
/** The entries by name: `index`, `backend` … */
const entries = Object.values(exported).flatMap((paths) =>
  typeof paths === "string" ? [] : [paths.default.replace(/^\.\/dist\/|\.js$/g, "")],
);
const serverEntries = ["backend", "authority", "testing", "cli"];
const clientEntries = entries.filter((entry) => !serverEntries.includes(entry));
const read = (file: string) => readFileSync(join(staged.folder, "dist", file), "utf8");

/** What a built entry loads from outside the package: at once, and later by `import()`. */
function externalsOf(entry: string): { atOnce: string[]; later: string[] } {
  const found = { atOnce: new Set<string>(), later: new Set<string>() };
  const seen = new Set<string>();
  const walk = (file: string, late: boolean): void => {
    if (seen.has(`${file} ${late}`)) return;
    seen.add(`${file} ${late}`);
    for (const { specifier, dynamic } of readImports(file, read(file))) {
      if (specifier.startsWith("./")) walk(specifier.slice(2), late || dynamic);
      else found[late || dynamic ? "later" : "atOnce"].add(specifier);
    }
  };
  walk(`${entry}.js`, false);
  return { atOnce: [...found.atOnce].sort(), later: [...found.later].sort() };
}
const packages = (specifiers: string[]) =>
  [
    ...new Set(
      specifiers.filter((each) => !each.startsWith("node:")).map((each) => /^(@[^/]+\/)?[^/]+/.exec(each)?.[0]),
    ),
  ].sort();

// npm and the compiler take their time where the machine is busy.
const slow = { timeout: 120_000 };

const START_IMAGE = /^dist\/pglite-[\d.]+-[\da-f]{12}\.tar\.gz$/;

describe("the published files", slow, () => {
  it("hold everything that package.json names", async () => {
    const published = await staged.listPublished();
    const named = Object.values(exported).flatMap((paths) =>
      typeof paths === "string" ? [paths] : Object.values(paths),
    );
    const wanted = [...named].map((path) => path.replace("./", ""));
    expect(published).toEqual(expect.arrayContaining([...wanted, "LICENSE", "dist/dashboard/index.html"]));
  });

  it("hold modules, their types and documents, but no test, map or source", async () => {
    const dashboard = /^dist\/dashboard\/(index\.html|mark\.svg|(font-)?licenses\.md|assets\/[\w-]+\.(js|css|woff2))$/;
    const other = (await staged.listPublished()).filter(
      (path) =>
        !dashboard.test(path) &&
        !START_IMAGE.test(path) &&
        !/^(dist\/[\w-]+\.(js|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(path),
    );
    expect(other).toEqual([]);
  });

  it("hold one image of a new embedded database, and little else of weight", async () => {
    const images = (await staged.listPublished()).filter((path) => START_IMAGE.test(path));
    expect(images).toHaveLength(1);
    expect(statSync(join(staged.folder, images[0] ?? "")).size).toBeLessThan(1_500_000);
  });

  it("refer to nothing outside the package, by extension .ts neither", () => {
    const declarations = readdirSync(join(staged.folder, "dist")).filter((file) => file.endsWith(".d.ts"));
    expect(declarations).toContain("index.d.ts");
    for (const file of declarations) {
      for (const { specifier } of readImports(file, read(file))) expect(specifier).not.toMatch(/^\.\.|\.tsx?$/);
    }
  });
});

describe("the import graph of each entry", () => {
  it.each(clientEntries)("%s loads React, React Query and jose, and nothing else", (entry) => {
    const { atOnce, later } = externalsOf(entry);
    const bridged = entry === "assistant-cloud" ? [entry] : [];
    expect([...bridged, "@tanstack/react-query", "jose", "react"]).toEqual(expect.arrayContaining(packages(atOnce)));
    expect(later).toEqual([]);
    expect(atOnce.filter((each) => each.startsWith("node:"))).toEqual([]);
  });

  it("backend loads jose alone, so that it runs in any fetch runtime", () => {
    expect(externalsOf("backend")).toEqual({ atOnce: ["jose"], later: [] });
  });

  it.each(["authority", "cli"])("%s loads its optional libraries only when they are needed", (entry) => {
    const { atOnce, later } = externalsOf(entry);
    expect(["jose"]).toEqual(expect.arrayContaining(packages(atOnce)));
    expect(packages(later)).toEqual(
      expect.arrayContaining(["@electric-sql/pglite", "drizzle-orm", "hono", "pg", "zod"]),
    );
    expect(packages([...atOnce, ...later])).not.toEqual(expect.arrayContaining(["react"]));
  });

  it("testing loads the authority only when it is needed", () => {
    expect(externalsOf("testing").atOnce).toEqual(["jose"]);
  });

  it("names only packages that package.json asks for", () => {
    const asked = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
    for (const entry of [...entries, "cli"]) {
      const { atOnce, later } = externalsOf(entry);
      expect(asked).toEqual(expect.arrayContaining(packages([...atOnce, ...later])));
    }
  });
});

describe('"use client"', () => {
  it.each(clientEntries)("is the first line of %s", (entry) => {
    expect(read(`${entry}.js`).split("\n")[0]).toBe('"use client";');
  });

  it("is in no other file, so that servers may import them", () => {
    const files = readdirSync(join(staged.folder, "dist")).filter((file) => file.endsWith(".js"));
    const marked = files.filter((file) => /["']use client["']/.test(read(file)));
    expect(marked.sort()).toEqual(clientEntries.map((entry) => `${entry}.js`).sort());
  });
});

describe("in an app", slow, () => {
  it("each entry exports this", async () => {
    const names = Object.keys(exported).filter((path) => path !== "./package.json");
    const output = await staged.runModule(`
      const exported = {};
      for (const path of ${JSON.stringify(names)}) {
        exported[path] = Object.keys(await import("assistant-cloud-auth" + path.slice(1))).sort();
      }
      console.log(JSON.stringify(exported));
    `);
    expect(JSON.parse(output)).toMatchInlineSnapshot(`
      {
        ".": [
          "AssistantCloudAuthError",
          "AssistantCloudProvider",
          "AuthErrorBoundary",
          "AuthLoading",
          "Authenticated",
          "Unauthenticated",
          "anonymousTokenSource",
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
        "./auth0": [
          "useAuth0TokenSource",
        ],
        "./authority": [
          "AuthorityError",
          "TokenVerificationError",
          "authRuleFor",
          "createAuthority",
          "createProjectsAuthority",
          "createWorkspaceTokenVerifier",
          "expressWorkspaceGuard",
          "fastifyWorkspaceGuard",
          "fetchWorkspaceGuard",
          "isAuthorityError",
          "openStorage",
          "requireWorkspaceToken",
          "serveAuthority",
          "verifyWorkspaceToken",
          "workspaceOf",
        ],
        "./backend": [
          "AssistantCloudAuthError",
          "createAssistantCloudBackend",
          "createTokenHandler",
          "isAssistantCloudAuthError",
          "toNodeHandler",
        ],
        "./better-auth": [
          "useBetterAuthTokenSource",
        ],
        "./clerk": [
          "useClerkTokenSource",
        ],
        "./cognito": [
          "useCognitoTokenSource",
        ],
        "./descope": [
          "useDescopeTokenSource",
        ],
        "./entra": [
          "useEntraTokenSource",
        ],
        "./firebase": [
          "useFirebaseTokenSource",
        ],
        "./google": [
          "useGoogleTokenSource",
        ],
        "./keycloak": [
          "useKeycloakTokenSource",
        ],
        "./kinde": [
          "useKindeTokenSource",
        ],
        "./logto": [
          "useLogtoTokenSource",
        ],
        "./oidc": [
          "useOidcTokenSource",
        ],
        "./stytch": [
          "useStytchB2BTokenSource",
          "useStytchTokenSource",
        ],
        "./supabase": [
          "useSupabaseTokenSource",
        ],
        "./testing": [
          "createControlledSource",
          "createTestAuthority",
          "createTestClock",
          "createTestToken",
          "getTestJwks",
        ],
        "./workos": [
          "useWorkOSTokenSource",
        ],
      }
    `);
  });

  it("shares one error class among the entries", async () => {
    const output = await staged.runModule(`
      import * as client from "assistant-cloud-auth";
      import * as backend from "assistant-cloud-auth/backend";
      console.log(client.AssistantCloudAuthError === backend.AssistantCloudAuthError);
    `);
    expect(output.trim()).toBe("true");
  });

  it("starts an embedded database from its image, and without one too", async () => {
    for (const name of ["@electric-sql/pglite", "drizzle-orm", "hono", "zod"]) await staged.install(name);
    const output = await staged.runModule(`
      import { existsSync, readdirSync, rmSync } from "node:fs";
      import { openStorage } from "assistant-cloud-server";
      const dist = "node_modules/assistant-cloud-auth/dist/";
      const image = dist + readdirSync(dist).find((name) => name.endsWith(".tar.gz"));
      const databases = () => readdirSync("data/postgres/base").length;
      await (await openStorage("data")).close();
      const ofImage = databases();
      rmSync("data", { recursive: true });
      rmSync(image);
      await (await openStorage("data")).close();
      console.log(JSON.stringify([ofImage, databases(), existsSync("data/postgres.unfinished")]));
    `);
    // One that PGlite makes has two templates besides.
    expect(JSON.parse(output)).toEqual([1, 3, false]);
  });

  it("serves the dashboard that it brings", async () => {
    await staged.install("@hono/node-server");
    const output = await staged.runModule(`
      import { serveAuthority } from "assistant-cloud-server";
      const authority = { fetch: async () => new Response("not the page", { status: 404 }) };
      const server = await serveAuthority({ authority, port: 0 });
      const page = await fetch(server.dashboardUrl);
      const html = await page.text();
      const assets = [...html.matchAll(/(?:src|href)="(.[^"]+)"/g)].map(([, path]) => new URL(path, page.url));
      const statuses = await Promise.all(assets.map(async (url) => (await fetch(url)).status));
      console.log(JSON.stringify([page.status, [...new Set(statuses)], html.includes("<script>") || html.includes("<style")]));
      await server.close();
    `);
    expect(JSON.parse(output)).toEqual([200, [200], false]);
  });

  it("has types that need neither Node's nor a leniency of the compiler", () => {
    const path = join(staged.app, "app.ts");
    ts.sys.writeFile(
      path,
      `import { createTokenEngine, type TokenSource, useWorkspaceToken } from "assistant-cloud-auth";
       import { createAssistantCloudBackend, createTokenHandler, toNodeHandler } from "assistant-cloud-auth/backend";
       export const source: TokenSource = { kind: "backend", key: null, getToken: async () => null };
       export const engine = createTokenEngine({ baseUrl: "https://a.example", tokenSource: source });
       export const { token } = useWorkspaceToken();
       export const minted = createAssistantCloudBackend({ apiKey: "" }).auth.tokens.create({ workspaceId: "w", userId: "u" });
       export const node = toNodeHandler(createTokenHandler({ apiKey: "", authorize: () => null }));
       // @ts-expect-error an id is missing
       createAssistantCloudBackend({ apiKey: "" }).auth.tokens.create({ workspaceId: "w" });`,
    );
    const program = ts.createProgram([path], {
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2022,
      lib: ["lib.es2023.d.ts", "lib.dom.d.ts", "lib.dom.iterable.d.ts"],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      noEmit: true,
      types: [],
    });
    const messages = ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
      return `${file?.fileName ?? ""}: ${ts.flattenDiagnosticMessageText(messageText, " ")}`;
    });
    expect(messages).toEqual([]);
  });
});
