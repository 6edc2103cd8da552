import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { type InstalledApp, installApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";

const { auth } = inject("packed");
const versions: Record<string, string> = manifest.devDependencies;
const ours = ["@tanstack/react-query", "@testing-library/dom", "@testing-library/react", "react", "react-dom"];

/** The folder of the testing guide's files. This test runs these files with Jest instead of Vitest. */
const guide = new URL("../../testing-guide/", import.meta.url);
const docs = new URL("../../../docs/testing.md", import.meta.url);

let app: InstalledApp;
beforeAll(async () => {
  app = await installApp({
    ...Object.fromEntries(ours.map((name) => [name, versions[name] ?? "latest"])),
    "assistant-cloud-auth": `file:${auth.tarball}`,
    "@swc/core": "^1",
    "@swc/jest": "^0.2",
    jest: "^30",
    "jest-environment-jsdom": "^30",
  });
}, 600_000);
afterAll(() => app.remove());

it("the tests in the testing guide pass in Jest with the guide's settings", {
  timeout: 300_000,
}, async () => {
  expect(app.npm).toMatchObject({ code: 0 });
  const [, config] = /```js\n(\/\/ jest\.config\.js\n[\s\S]*?)```/.exec(await readFile(docs, "utf8")) ?? [];
  expect(config).toContain("transformIgnorePatterns");
  await writeFile(join(app.folder, "jest.config.js"), config ?? "");
  for (const file of ["greeting.tsx", "greeting.test.tsx"]) {
    const code = await readFile(fileURLToPath(new URL(file, guide)), "utf8");
    await writeFile(join(app.folder, file), code.replace(/^.*"vitest";\n/m, ""));
  }
  const jest = join(app.folder, "node_modules/jest/bin/jest.js");
  const { code, stdout, stderr } = await runToEnd(process.execPath, [jest, "--ci"], app.folder);
  expect(code, stdout + stderr).toBe(0);
  expect(stderr).toContain("4 passed");
  expect(stderr).not.toMatch(/not wrapped in act/);
});
