import { copyFile, mkdir } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import manifest from "../../../package.json" with { type: "json" };
import { type InstalledApp, installApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";
import { jestSuite } from "../support/jest-suite.ts";
import { playwrightSuite } from "../support/playwright-suite.ts";
import { storybookSuite } from "../support/storybook-suite.ts";

const { auth } = inject("packed");
const current: Record<string, string> = manifest.devDependencies;
const ours = ["@tanstack/react-query", "@testing-library/dom", "@testing-library/react", "react", "react-dom"];
const { "@storybook/react-vite": storybook, vite } = manifest.devDependencies;

/** The folder of the testing guide's files. */
const guide = new URL("../../testing-guide/", import.meta.url);

/** The Storybook versions to test, each with a matching Vite. Only `npm run test:storybooks` tests Storybook 9. */
const versions: Record<string, { storybook: string; vite: string }> = {
  "Storybook 10": { storybook, vite },
  ...(process.env["STORYBOOKS"] === "all" && { "Storybook 9": { storybook: "9.1.21", vite: "^7" } }),
};

/** A timeout for npm and Storybook, which are slow on a busy machine. */
const slow = { timeout: 600_000 };

// The tools share one app, because installing their packages takes most of the time of the Jest test.
describe.each(Object.entries(versions))("Jest, Vitest, Playwright and %s in an installed app", slow, (_, version) => {
  let app: InstalledApp;
  beforeAll(async () => {
    app = await installApp({
      "@babel/core": "^7",
      "@babel/preset-env": "^7",
      "@babel/preset-react": "^7",
      "@babel/preset-typescript": "^7",
      ...Object.fromEntries(ours.map((name) => [name, current[name] ?? "latest"])),
      "@playwright/test": current["@playwright/test"] ?? "latest",
      "@storybook/react-vite": version.storybook,
      "@swc/core": "^1",
      "@swc/jest": "^0.2",
      "@types/react": "^19",
      "assistant-cloud-auth": `file:${auth.tarball}`,
      "happy-dom": "^21",
      jest: "^30",
      "jest-environment-jsdom": "^30",
      storybook: version.storybook,
      typescript: "^5",
      vite: version.vite,
      vitest: current["vitest"] ?? "latest",
    });
  }, slow.timeout);
  afterAll(() => app.remove());

  jestSuite(() => app);

  it("the guide's tests pass in Vitest with `happy-dom` and no other configuration", async () => {
    expect(app.npm).toMatchObject({ code: 0 });
    const folder = join(app.folder, "happy-dom");
    await mkdir(folder);
    for (const file of ["greeting.tsx", "greeting.test.tsx"]) {
      await copyFile(fileURLToPath(new URL(file, guide)), join(folder, file));
    }
    const vitest = join(app.folder, "node_modules/vitest/vitest.mjs");
    const args = [vitest, "run", "--environment=happy-dom"];
    const { code, stdout, stderr } = await runToEnd(process.execPath, args, folder, { NO_COLOR: "1" });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toMatch(/Tests +4 passed/);
  });

  playwrightSuite(() => app);

  storybookSuite(() => app);
});
