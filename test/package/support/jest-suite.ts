import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { beforeAll, describe, expect, it } from "vitest";
import type { InstalledApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";

const tests = new URL("../../", import.meta.url);
const docs = new URL("../../../docs/testing.md", import.meta.url);
/** The files of the testing guide, and this kit's own tests. Jest runs the tests here, and Vitest runs them elsewhere. */
const files = [
  "testing-guide/greeting.tsx",
  "testing-guide/greeting.test.tsx",
  "react/test-assistant-cloud-provider.test.tsx",
  "testing/create-controlled-source.test.ts",
];
/** A test of the function that needs jose. */
const tokenTest = `
import { createTestToken, getTestJwks } from "assistant-cloud-auth/testing";
import { createLocalJWKSet, jwtVerify } from "jose";

it("the keys of getTestJwks() verify a test token", async () => {
  const { payload } = await jwtVerify(await createTestToken({ userId: "ada" }), createLocalJWKSet(await getTestJwks()));
  expect(payload.sub).toBe("ada");
});
`;
const nameOf = (file: string) => file.split("/").at(-1) ?? file;

/** Returns a function that replaces a part of a configuration, which must contain the part. */
const replace = (part: string | RegExp, replacement: string) => (config: string) => {
  const edited = config.replace(part, replacement);
  expect(edited).not.toBe(config);
  return edited;
};

/** Defines the tests that run the testing guide and the kit's own tests with Jest in an installed app. */
export function jestSuite(appOf: () => InstalledApp): void {
  describe("Jest", () => {
    let folder: string;
    let guide: string;
    beforeAll(async () => {
      guide = await readFile(docs, "utf8");
      folder = join(appOf().folder, "jest");
      await mkdir(folder);
      for (const file of files) {
        const code = await readFile(new URL(file, tests), "utf8");
        await writeFile(join(folder, nameOf(file)), code.replace(/^.*"vitest";\n/m, ""));
      }
      await writeFile(join(folder, "token.test.ts"), tokenTest);
    });

    /** Runs tests with the Jest configuration in the guide, into which `edit` puts further settings. */
    async function runJest(names: string[], edit: (config: string) => string = (config) => config) {
      expect(appOf().npm).toMatchObject({ code: 0 });
      const [, config = ""] = /```js\n(\/\/ jest\.config\.js\n[\s\S]*?)```/.exec(guide) ?? [];
      expect(config).toContain("transformIgnorePatterns");
      await writeFile(join(folder, "jest.config.js"), edit(config));
      const jest = join(appOf().folder, "node_modules/jest/bin/jest.js");
      const { code, stdout, stderr } = await runToEnd(process.execPath, [jest, "--ci", ...names], folder);
      expect(code, stdout + stderr).toBe(0);
      expect(stderr).not.toMatch(/not wrapped in act/);
      return Number(/(\d+) passed, \1 total\n/.exec(stderr.split("Tests:")[1] ?? "")?.[1]);
    }

    it.each([
      ["", (config: string) => config],
      [" and global fake timers", replace("{", "{\n  fakeTimers: { enableGlobally: true },")],
    ] as const)(
      "the guide's tests, every state and `waiting` work with the guide's settings%s",
      async (_name, edit) => {
        const names = files.filter((file) => file.includes(".test.")).map(nameOf);
        expect(await runJest(names, edit)).toBe(36);
      },
    );

    it.each([
      "/app/node_modules/assistant-cloud-auth/dist/index.js",
      "/app/node_modules/.pnpm/assistant-cloud-auth@0.1.0_react@19.2.0/node_modules/assistant-cloud-auth/dist/index.js",
    ])("the guide's settings let Jest transform %s", (path) => {
      const [, pattern = ""] = /transformIgnorePatterns: \["(.*)"\],/.exec(guide) ?? [];
      const ignored = new RegExp(pattern.replaceAll("\\\\", "\\"));
      expect(ignored.test(path)).toBe(false);
      expect(ignored.test(path.replaceAll("assistant-cloud-auth", "lodash"))).toBe(true);
    });

    it("the guide's tests pass with the guide's settings of Babel", async () => {
      const [, babel = ""] = /```js\n(\["babel-jest",[\s\S]*?)```/.exec(guide) ?? [];
      expect(await runJest(["greeting.test.tsx"], replace(/\[\n\s*"@swc\/jest",[\s\S]*?\n {4}\],/, babel))).toBe(4);
    });

    it("createTestToken() works in the environment `node` if Jest transforms jose", async () => {
      const [, pattern = ""] = /`(transformIgnorePatterns: [^`]*jose[^`]*)`/.exec(guide) ?? [];
      const edit = replace(/transformIgnorePatterns: .*\]/, pattern);
      expect(await runJest(["token.test.ts", "--env=node"], edit)).toBe(1);
    });
  });
}
