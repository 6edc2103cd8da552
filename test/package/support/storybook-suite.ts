import { createHash } from "node:crypto";
import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { authStateToolbar } from "assistant-cloud-auth/storybook";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumLaunch } from "../../../scripts/chromium.mjs";
import type { InstalledApp } from "../../support/install-app.ts";
import { runToEnd } from "../../support/run.ts";

const guide = fileURLToPath(new URL("../../storybook-guide/", import.meta.url));

/** The two ways to install the decorator and toolbar: one line in `preview.tsx`, or the list of addons in `main.ts`. */
const setups = {
  preview: { main: (code: string) => code.replace(/ {2}addons:.*\n/, ""), preview: "preview.tsx" },
  addon: { main: (code: string) => code, preview: null },
};

const ORIGIN = "http://storybook.test";
const states = authStateToolbar.assistantCloudAuthState.toolbar.items.flatMap(({ value, title }) =>
  value === undefined ? [] : { value, title },
);
const slow = { timeout: 600_000 };

let browser: Browser;

/** Tests the Storybook addon of the package in an installed app. `installed` returns the app after its installation. */
export function storybookSuite(installed: () => InstalledApp): void {
  let app: InstalledApp;
  beforeAll(async () => {
    browser = await chromium.launch(chromiumLaunch);
    app = installed();
    await mkdir(join(app.folder, "src"));
    for (const file of ["account.tsx", "account.stories.tsx"]) await cp(guide + file, join(app.folder, "src", file));
    await writeFile(join(app.folder, "src/mistakes.stories.tsx"), mistakes);
    const main = await readFile(`${guide}addon.ts`, "utf8");
    for (const [name, setup] of Object.entries(setups)) {
      const folder = join(app.folder, `.storybook-${name}`);
      await mkdir(folder);
      await writeFile(join(folder, "main.ts"), setup.main(main));
      if (setup.preview !== null) await cp(guide + setup.preview, join(folder, setup.preview));
    }
  });
  afterAll(() => browser?.close());

  it("the addon installs without a conflict or a warning about peer dependencies", () => {
    expect(app.npm).toMatchObject({ code: 0 });
    expect(app.npm.stdout + app.npm.stderr).not.toMatch(/ERESOLVE|peer/i);
  });

  it("the addon's types are compatible with the types of Storybook", async () => {
    const compilerOptions = { module: "ESNext", moduleResolution: "Bundler", jsx: "react-jsx", types: [] };
    const strict = { strict: true, noEmit: true, skipLibCheck: true, allowImportingTsExtensions: true };
    const files = [".storybook-preview/preview.tsx", ".storybook-addon/main.ts", "src/account.stories.tsx"];
    const config = { compilerOptions: { ...compilerOptions, ...strict, target: "ES2022" }, files };
    await writeFile(join(app.folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = join(app.folder, "node_modules/typescript/bin/tsc");
    expect(await runToEnd(process.execPath, [tsc, "--project", "."], app.folder)).toMatchObject({
      code: 0,
      stdout: "",
    });
  });

  describe("a Storybook whose preview file uses the decorator", slow, () => {
    let opened: Awaited<ReturnType<typeof openStorybook>>;
    beforeAll(async () => {
      opened = await openStorybook(app, "preview");
    }, slow.timeout);
    afterAll(() => opened?.page.close());

    it("axe finds no fault in any toolbar state, and states with different texts look different", async () => {
      const { page, story } = opened;
      await page.goto(`${ORIGIN}/?path=/story/account--default`);
      await story.getByRole("status").waitFor();
      const frame = page.frame({ url: /iframe\.html/ });
      await frame?.addScriptTag({ content: axe.source });
      const seen = new Map<string, string>();
      for (const { title, value } of states) {
        await select(page, "assistantCloudAuthState", title);
        await expect.poll(() => story.getByRole("status").textContent(), slow).toBe(expected(value));
        const picture = await page.locator("iframe").screenshot(screenshotOf(value));
        const hash = createHash("sha256").update(picture).digest("hex");
        // Two states must look different. Only `expired` and the code `expired_token` show the same text.
        expect(seen.get(hash) ?? expected(value), value).toBe(expected(value));
        seen.set(hash, expected(value));
        expect(await frame?.evaluate(findFaults)).toEqual([]);
      }
      expect(seen.size).toBe(20);
    });

    it("one toolbar option replaces the user of a story, and another option replaces the organization", async () => {
      const { page, story } = opened;
      await page.goto(`${ORIGIN}/?path=/story/account--refreshing`);
      await story.getByText("acme:ada").waitFor();
      await expect.poll(() => story.getByRole("status").textContent(), slow).toBe("authenticated, refreshing");
      await select(page, "assistantCloudAuthIdentity", "Another user");
      await story.getByText("acme:another_user").waitFor();
      await select(page, "assistantCloudAuthIdentity", "Another organization");
      await story.getByText("another_org:ada").waitFor();
    });

    it("Storybook shows an explanation instead of a story whose parameters contain a mistake", async () => {
      for (const [story, sentence] of Object.entries(remedies)) {
        await opened.page.goto(`${ORIGIN}/iframe.html?id=mistakes--${story}&viewMode=story`);
        await opened.page.getByText(sentence).first().waitFor();
      }
    });

    it("the stories send requests only to the server of Storybook", () => {
      expect(opened.outside).toEqual([]);
    });
  });

  it("the addon works in a Storybook that has no preview file", async () => {
    const { page, story } = await openStorybook(app, "addon");
    await page.goto(`${ORIGIN}/?path=/story/account--default`);
    await story.getByText("authenticated").waitFor();
    await select(page, "assistantCloudAuthState", "Error: network");
    await story.getByText("error, network").waitFor();
    await page.close();
  });
}

/** Returns the text that the story shows in an auth state. */
function expected(state: string): string {
  const refreshFails = (code: string) => `authenticated, ${code}`;
  if (state === "refreshing") return "authenticated, refreshing";
  if (state === "refresh-failing") return refreshFails("source_failed");
  if (state === "offline") return refreshFails("offline");
  if (state === "expired") return "error, expired_token";
  return state.startsWith("error-") ? `error, ${state.slice("error-".length)}` : state;
}

const mistakes = `
import { Account } from "./account.tsx";
import { useEffect } from "react";
export default { title: "Mistakes", component: Account };
export const State = { parameters: { assistantCloudAuth: { state: "error:netwrok" } } };
export const Setting = { parameters: { assistantCloudAuth: { user: "ada" } } };
export const Provider = { parameters: { assistantCloudAuth: { disable: true } } };
`;
const remedies = {
  state: 'Unknown test state "error:netwrok".',
  setting: "Use state, userId, workspaceId",
  provider: "configuration",
};

/**
 * Builds a Storybook and opens a blank page. In this page, requests to {@link ORIGIN} return files of the build. The
 * page aborts all other requests and adds their URLs to `outside`.
 */
async function openStorybook({ folder }: InstalledApp, setup: keyof typeof setups) {
  const program = join(folder, "node_modules/storybook", await readProgram(folder));
  const args = [program, "build", "--quiet", "--disable-telemetry", "-c", `.storybook-${setup}`, "-o", setup];
  const { code, stdout, stderr } = await runToEnd(process.execPath, args, folder);
  expect(code, stdout + stderr).toBe(0);
  const page = await browser.newPage({ viewport: { width: 1100, height: 700 }, reducedMotion: "reduce" });
  page.setDefaultTimeout(120_000);
  const outside: string[] = [];
  await page.route("**", async (route) => {
    const { origin, pathname, href } = new URL(route.request().url());
    if (origin === ORIGIN) return route.fulfill({ path: join(folder, setup, pathname.replace(/\/$/, "/index.html")) });
    outside.push(href);
    await route.abort();
  });
  return { page, story: page.frameLocator("iframe"), outside };
}

async function readProgram(folder: string): Promise<string> {
  const { bin } = JSON.parse(await readFile(join(folder, "node_modules/storybook/package.json"), "utf8"));
  return typeof bin === "string" ? bin : bin.storybook;
}

async function select(page: Page, menu: keyof typeof authStateToolbar, item: string): Promise<void> {
  const { description } = authStateToolbar[menu];
  // The label of the button in Storybook 10, and its title in Storybook 9.
  await page.locator(`button[aria-label^="${description}"], button[title="${description}"]`).click();
  await page.getByText(item, { exact: true }).last().click();
}

const screenshots = process.env["STORYBOOK_SCREENSHOTS"];
const screenshotOf = (state: string) => (screenshots === undefined ? {} : { path: join(screenshots, `${state}.png`) });

// Without `resultTypes`, axe also describes every element that follows a rule.
const findFaults = `axe.run({ resultTypes: ["violations"] }).then(({ violations }) =>
  violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join()))`;
