import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import { freePort } from "../../support/free-port.ts";
import type { InstalledApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";

const tests = new URL("../../", import.meta.url);
const files = [
  "get-started/index.html",
  "testing-guide/main.tsx",
  "testing-guide/greeting.tsx",
  "testing-guide/end-to-end.ts",
  "testing-guide/greeting.e2e.ts",
];

/** Runs the testing guide's end-to-end tests with the runner of Playwright in an installed app. */
export function playwrightSuite(appOf: () => InstalledApp): void {
  it("the guide's end-to-end tests pass in Playwright with the guide's configuration", async () => {
    const app = appOf();
    expect(app.npm).toMatchObject({ code: 0 });
    const folder = join(app.folder, "end-to-end");
    await mkdir(folder);
    for (const file of files) {
      await copyFile(fileURLToPath(new URL(file, tests)), join(folder, file.split("/").at(-1) ?? file));
    }
    // The guide's port may be in use, and the browser is this repository's.
    const config = await readFile(new URL("testing-guide/playwright.config.ts", tests), "utf8");
    await writeFile(join(folder, "guide.config.ts"), config.replaceAll("5173", `${await freePort()}`));
    const use = `{ ...guide.use, launchOptions: ${JSON.stringify(chromiumLaunch)} }`;
    const wrapper = `import guide from "./guide.config.ts";\nexport default { ...guide, use: ${use} };\n`;
    await writeFile(join(folder, "playwright.config.ts"), wrapper);

    const playwright = join(app.folder, "node_modules/@playwright/test/cli.js");
    const args = [playwright, "test", "--reporter=json", "--workers=1"];
    const { stdout, stderr } = await runToEnd(process.execPath, args, folder);
    const { stats, errors } = JSON.parse(stdout || "{}");
    expect({ stats, errors }, stdout + stderr).toMatchObject({
      stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 },
      errors: [],
    });
  });
}
