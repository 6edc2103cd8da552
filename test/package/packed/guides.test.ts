import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { type InstalledApp, installApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";
import { storybookSuite } from "../support/storybook-suite.ts";

const { auth } = inject("packed");
const current: Record<string, string> = manifest.devDependencies;
const ours = ["@tanstack/react-query", "@testing-library/dom", "@testing-library/react", "react", "react-dom"];
const { "@storybook/react-vite": storybook, vite } = manifest.devDependencies;

/** The folder of the testing guide's files. This test runs these files with Jest instead of Vitest. */
const guide = new URL("../../testing-guide/", import.meta.url);
const docs = new URL("../../../docs/testing.md", import.meta.url);

/** The Storybook versions to test, each with a matching Vite. Only `npm run test:storybooks` tests Storybook 9. */
const versions: Record<string, { storybook: string; vite: string }> = {
  "Storybook 10": { storybook, vite },
  ...(process.env["STORYBOOKS"] === "all" && { "Storybook 9": { storybook: "9.1.21", vite: "^7" } }),
};

/** A timeout for npm and Storybook, which are slow on a busy machine. */
const slow = { timeout: 600_000 };

// Jest and Storybook share one app, because installing their packages takes most of the time of the Jest test.
describe.each(Object.entries(versions))("Jest and %s in an app outside this repository", slow, (_, version) => {
  let app: InstalledApp;
  beforeAll(async () => {
    app = await installApp({
      ...Object.fromEntries(ours.map((name) => [name, current[name] ?? "latest"])),
      "@storybook/react-vite": version.storybook,
      "@swc/core": "^1",
      "@swc/jest": "^0.2",
      "@types/react": "^19",
      "assistant-cloud-auth": `file:${auth.tarball}`,
      jest: "^30",
      "jest-environment-jsdom": "^30",
      storybook: version.storybook,
      typescript: "^5",
      vite: version.vite,
    });
  }, slow.timeout);
  afterAll(() => app.remove());

  it("the tests in the testing guide pass in Jest with the guide's settings", async () => {
    expect(app.npm).toMatchObject({ code: 0 });
    const [, config] = /```js\n(\/\/ jest\.config\.js\n[\s\S]*?)```/.exec(await readFile(docs, "utf8")) ?? [];
    expect(config).toContain("transformIgnorePatterns");
    const folder = join(app.folder, "jest");
    await mkdir(folder);
    await writeFile(join(folder, "jest.config.js"), config ?? "");
    for (const file of ["greeting.tsx", "greeting.test.tsx"]) {
      const code = await readFile(fileURLToPath(new URL(file, guide)), "utf8");
      await writeFile(join(folder, file), code.replace(/^.*"vitest";\n/m, ""));
    }
    const jest = join(app.folder, "node_modules/jest/bin/jest.js");
    const { code, stdout, stderr } = await runToEnd(process.execPath, [jest, "--ci"], folder);
    expect(code, stdout + stderr).toBe(0);
    expect(stderr).toContain("4 passed");
    expect(stderr).not.toMatch(/not wrapped in act/);
  });

  storybookSuite(() => app);
});
