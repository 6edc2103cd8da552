import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Rollup } from "vite";
import { describe, expect, inject, it, vi } from "vitest";
import type * as Package from "../../../src/index.ts";
import { parseModule } from "../../support/read-imports.ts";
import { findTexts } from "../support/developer-texts.ts";

const { folder } = inject("packed").auth;
const production = join(folder, "dist/production");
const load = (file: string): Promise<typeof Package> => import(pathToFileURL(join(folder, "dist", file)).href);
const modulesBelow = (path: string) =>
  readdirSync(path, { recursive: true, encoding: "utf8" }).filter((file) => /\.(js|tsx?)$/.test(file));
const documentation = readFileSync(join(folder, "docs/errors.md"), "utf8");

const texts = ["core", "client", "react", "integrations", "assistant-cloud"].flatMap((room) =>
  modulesBelow(join(folder, "src", room)).flatMap((file) =>
    findTexts(parseModule(file, readFileSync(join(folder, "src", room, file), "utf8"))),
  ),
);

describe("the production build of the package", () => {
  it(`the production build contains none of the ${texts.length} developer messages of the development build`, () => {
    expect(texts.length).toBeGreaterThan(100);
    const codeOf = (path: string) =>
      modulesBelow(path)
        .map((file) => readFileSync(join(path, file), "utf8"))
        .join("\n");
    const [small, full] = [codeOf(production), codeOf(join(folder, "dist"))];
    expect(texts.filter((text) => small.includes(text))).toEqual([]);
    expect(texts.filter((text) => !full.includes(text))).toEqual([]);
  });

  it("Vite uses the production build only in production mode", async () => {
    const bundle = async (mode: string) => {
      vi.stubEnv("NODE_ENV", mode);
      const result = await build({
        configFile: false,
        root: folder,
        mode,
        logLevel: "silent",
        build: {
          write: false,
          minify: false,
          lib: { entry: "app.ts", formats: ["es"] },
          rolldownOptions: { external: [/^react/, /^@tanstack/] },
        },
        plugins: [
          {
            name: "app",
            resolveId: (id) => (id.endsWith("app.ts") ? join(folder, "app.ts") : null),
            load: (id) => (id.endsWith("app.ts") ? 'export * from "assistant-cloud-auth/oidc";' : null),
          },
        ],
      });
      const [{ output }] = [result].flat() as [Rollup.RollupOutput];
      return output.map((file) => ("code" in file ? file.code : "")).join("");
    };
    const sentence = "The OpenID provider returned no ID token.";
    expect(await bundle("production")).not.toContain(sentence);
    expect(await bundle("development")).toContain(sentence);
    vi.unstubAllEnvs();
  });

  it("an error of the production build shows its code and the link to its section of the documentation", async () => {
    const [small, full] = [await load("production/index.js"), await load("index.js")];
    const headings = [...documentation.matchAll(/^### `(\w+)`$/gm)].map(([, code]) => code);
    expect(headings).toHaveLength(18);
    for (const code of headings as Package.AssistantCloudAuthErrorCode[]) {
      const { message, remedy } = new small.AssistantCloudAuthError(code);
      expect(message).toBe(code);
      expect(remedy).toMatch(new RegExp(`^See https://github\\.com/[\\w/-]+/docs/errors\\.md#${code}$`));
      expect(new full.AssistantCloudAuthError(code).remedy).not.toMatch(/^See/);
    }
  });

  it("for the same mistake, the production build throws the same error code as the development build", async () => {
    const [small, full] = [await load("production/index.js"), await load("index.js")];
    const mistakes: ((from: typeof Package) => unknown)[] = [
      (from) => from.createTokenEngine({ baseUrl: "nowhere", tokenSource: from.backendTokenSource("/token") }),
      (from) => from.backendTokenSource(""),
      (from) => from.providerTokenSource({ key: "ada", getToken: "token" as never }),
    ];
    const thrownBy = (from: typeof Package, mistake: (typeof mistakes)[number]) => {
      try {
        return mistake(from);
      } catch (error) {
        return error as Package.AssistantCloudAuthError;
      }
    };
    for (const mistake of mistakes) {
      expect(thrownBy(small, mistake)).toMatchObject({ code: "configuration", message: "configuration" });
      expect(thrownBy(full, mistake)).toMatchObject({ code: "configuration", message: expect.stringMatching(/ /) });
      expect(full.isAssistantCloudAuthError(thrownBy(small, mistake))).toBe(true);
    }
  });
});
