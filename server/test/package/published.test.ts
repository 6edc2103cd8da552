import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, inject, it } from "vitest";
import { importsOf, packagesOf } from "../../../test/support/imports-of.ts";
import { packageEntries } from "../../../test/support/package-entries.ts";
import { parseModule, readImports } from "../../../test/support/read-imports.ts";
import { run } from "../../../test/support/run.ts";
import manifest from "../../package.json" with { type: "json" };

const packed = inject("packed").server;
const dist = join(packed.folder, "dist");
const published = packed.files.map(({ path }) => path).sort();
const read = (file: string) => readFileSync(join(dist, file), "utf8");

const exported: Record<string, string | { types: string; default: string }> = manifest.exports;
const programs = [...packageEntries(packed.folder, exported).map(({ module }) => module), "cli"];
const scripts = readdirSync(dist).filter((file) => file.endsWith(".js"));
const declarations = readdirSync(dist).filter((file) => file.endsWith(".d.ts"));

/** Matches the example files in `deploy/`, including a dotfile, which npm also publishes. */
const EXAMPLE = /^deploy\/(Dockerfile|\.dockerignore|Caddyfile|[\w-]+\.(conf|yaml|service))$/;
const DATABASE_IMAGE = /^dist\/pglite-[\d.]+-[\da-f]{12}\.tar\.gz$/;
const DASHBOARD = /^dist\/dashboard\/(index\.html|mark\.svg|(font-)?licenses\.md|assets\/[\w-]+\.(js|css|woff2))$/;

describe("package.json of assistant-cloud-server", () => {
  it("the package requires one exact version of PGlite, because the seed image depends on that version", () => {
    expect(manifest.dependencies["@electric-sql/pglite"]).toMatch(/^\d+\.\d+\.\d+$/);
  });

  it("the package has no peer dependencies", () => {
    expect(Object.keys(manifest).filter((field) => field.startsWith("peer") || field.startsWith("optional"))).toEqual(
      [],
    );
  });
});

describe("the files that assistant-cloud-server publishes", () => {
  it("the package contains every file that package.json refers to", () => {
    const named = Object.values(exported).flatMap((paths) =>
      typeof paths === "string" ? [paths] : Object.values(paths),
    );
    const wanted = [...named, ...Object.values(manifest.bin)].map((path) => path.replace("./", ""));
    expect(published).toEqual(
      expect.arrayContaining([...wanted, "CHANGELOG.md", "LICENSE", "README.md", "dist/dashboard/index.html"]),
    );
  });

  it("the package contains no test, source map or source file", () => {
    const known = /^(dist\/[\w-]+\.(js|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
    const other = published.filter(
      (path) => ![known, DASHBOARD, DATABASE_IMAGE, EXAMPLE].some((each) => each.test(path)),
    );
    expect(other).toEqual([]);
  });

  it("the package contains one seed image of less than 1.5 MB", () => {
    const images = packed.files.filter(({ path }) => DATABASE_IMAGE.test(path));
    expect(images).toHaveLength(1);
    expect(images[0]?.size).toBeLessThan(1_500_000);
  });
});

describe("the modules that assistant-cloud-server publishes", () => {
  it("the published modules do not bundle the error class of assistant-cloud-auth", () => {
    expect(scripts.filter((file) => read(file).includes("AssistantCloudAuthError"))).toEqual([]);
  });

  it.each(programs)("importing %s loads none of the server's large libraries", (entry) => {
    const { atOnce } = importsOf(dist, entry);
    const late = ["@electric-sql/pglite", "@hono/node-server", "drizzle-orm", "hono", "pg", "zod"];
    expect(packagesOf(atOnce).filter((name) => late.includes(name))).toEqual([]);
  });

  it("the published modules do not load React", () => {
    const all = programs.flatMap((entry) => Object.values(importsOf(dist, entry)).flat());
    expect(packagesOf(all).filter((name) => name.includes("react"))).toEqual([]);
  });

  it("the published modules load exactly the packages that package.json lists", () => {
    const all = programs.flatMap((entry) => Object.values(importsOf(dist, entry)).flat());
    const ofTraces = Object.keys(manifest.devDependencies).filter((name) => name.startsWith("@opentelemetry/"));
    expect(packagesOf(all)).toEqual([...Object.keys(manifest.dependencies), ...ofTraces].sort());
  });
});

describe("the types that assistant-cloud-server publishes", () => {
  it("the published types import no package except zod", () => {
    expect(declarations).toContain("index.d.ts");
    const named = declarations.flatMap((file) =>
      readImports(parseModule(file, read(file))).map(({ specifier }) => specifier),
    );
    expect(named.filter((specifier) => !specifier.startsWith("./") && specifier !== "zod")).toEqual([]);
  });
});

describe("the entry points of assistant-cloud-server", { timeout: 120_000 }, () => {
  it("the built entry points export exactly the names in the snapshot", async () => {
    const paths = Object.keys(exported).filter((path) => path !== "./package.json");
    const code = `
      const names = {};
      for (const path of ${JSON.stringify(paths)}) {
        names[path] = Object.keys(await import("assistant-cloud-server" + path.slice(1))).sort();
      }
      console.log(JSON.stringify(names));
    `;
    const names = JSON.parse(await run(process.execPath, ["--input-type=module", "--eval", code], packed.folder));
    expect(names).toMatchInlineSnapshot(`
      {
        ".": [
          "AuthorityError",
          "authRuleFor",
          "createAuthority",
          "createProjectsAuthority",
          "isAuthorityError",
          "openStorage",
          "serveAuthority",
        ],
        "./testing": [
          "createTestAuthority",
        ],
      }
    `);
  });
});
