import process from "node:process";
import { fileURLToPath } from "node:url";
import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumLaunch } from "./scripts/chromium.mjs";

// Tests choose their own databases, ports and secrets, so drop the environment variables that this machine sets for
// other programs.
for (const name of Object.keys(process.env)) {
  if (/^(DATABASE_|AUTHORITY_|ASSISTANT_|DEMO_|FORCE_COLOR$|PG(?!BOUNCER))/.test(name)) delete process.env[name];
}
// React loads its development or production build by NODE_ENV, and tests require the development build.
process.env["NODE_ENV"] = "test";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Maps the public names of both packages to source files. Tests and stories import the packages by these names. */
const alias = [
  { find: /^assistant-cloud-auth$/, replacement: path("./src/index.ts") },
  {
    find: /^assistant-cloud-auth\/(backend|verify|testing|storybook|devtools|assistant-cloud)$/,
    replacement: path("./src/$1/index.ts"),
  },
  { find: /^assistant-cloud-auth\/devtools\/production$/, replacement: path("./src/devtools/production.ts") },
  {
    find: /^assistant-cloud-auth\/([\w-]+)$/,
    replacement: path("./src/integrations/$1.ts"),
  },
  { find: /^assistant-cloud-server$/, replacement: path("./server/src/index.ts") },
  {
    find: /^assistant-cloud-server\/testing$/,
    replacement: path("./server/src/testing/index.ts"),
  },
];
/**
 * Makes all imports of React, including those in libraries, resolve to the oldest version that the package supports.
 */
const oldestReact = {
  find: /^(react|react-dom)(?=\/|$)/,
  replacement: path("./test/react/matrix/react-18/node_modules/$1"),
};
/**
 * The timeouts for tests and hooks, in milliseconds. They are long, because a busy machine starts a database slowly.
 */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
/**
 * The options of Node.js in workers that open embedded databases. They turn off V8's optimizing compiler for
 * WebAssembly. This compiler uses more time than it saves, because V8 compiles PGlite again for most databases.
 */
const databases = { execArgv: ["--liftoff-only"] };
const node = (name: string, include: string[], isolate: boolean) => ({
  resolve: { alias },
  test: { name, include, isolate, setupFiles: ["test/support/end-each-file.ts"], ...patience, ...databases },
});

export default defineConfig({
  test: {
    // Tests often wait for a browser, a database or another process, so a third worker uses two processors better.
    maxWorkers: 3,
    reporters: ["default", "./scripts/summary-reporter.mjs"],
    projects: [
      {
        // Test files share their imports, because loading all modules again for each file doubles the processor time.
        ...node(
          "node",
          [
            "test/{core,client,backend,verify,testing,flows,examples,frameworks,rooms}/**/!(*.isolated).test.{ts,tsx}",
            "test/package/*.test.ts",
            "server/test/!(dashboard|browser|package)/**/!(*.isolated).test.ts",
            "server/test/*.test.ts",
          ],
          false,
        ),
      },
      {
        // These files replace a module that must not have been imported before, or count the process's timers, so
        // isolate each file.
        ...node("isolated", ["{test,server/test}/**/*.isolated.test.{ts,tsx}"], true),
      },
      {
        resolve: { alias },
        test: {
          name: "package",
          ...patience,
          ...databases,
          // Packs both packages as npm would publish them, once for all files.
          globalSetup: ["test/package/support/global-setup.ts"],
          include: ["test/{package/packed,platforms}/*.test.ts", "server/test/package/*.test.ts"],
        },
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: "jsdom",
          environment: "jsdom",
          // Each worker loads jsdom once and runs every file in its own context, which uses a third of the time.
          pool: "vmForks",
          ...patience,
          include: [
            "test/react/*.test.tsx",
            "test/integrations/*/use-*.test.tsx",
            "test/integrations/shared/*.test.{ts,tsx}",
            "test/{devtools,storybook,testing-guide}/**/*.test.{ts,tsx}",
          ],
        },
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: "sdk",
          // The real SDKs need Web Crypto and streams of Node, which a context of the project above lacks.
          environment: "jsdom",
          ...patience,
          ...databases,
          // Starts a real authority for the integrations at the first request.
          globalSetup: ["test/integrations/support/global-setup.ts"],
          include: [
            "test/integrations/*/real-sdk.test.tsx",
            "test/integrations/{matrix,support}/*.test.{ts,tsx}",
            "test/assistant-cloud/**/*.test.{ts,tsx}",
            "test/react/matrix/*.test.tsx",
          ],
        },
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: "dashboard-jsdom",
          environment: "jsdom",
          // These files replace no module, so they share their imports, which halves the processor time.
          isolate: false,
          ...patience,
          include: ["server/test/dashboard/**/*.test.{ts,tsx}"],
        },
      },
      {
        // Load a library's ES modules, because aliases do not apply to `require`.
        resolve: { alias: [...alias, oldestReact], mainFields: ["module"] },
        plugins: [react()],
        test: {
          name: "react-18",
          environment: "jsdom",
          ...patience,
          include: ["test/react/matrix/*.test.tsx"],
          server: { deps: { inline: ["@tanstack/react-query", "@testing-library/react"] } },
        },
      },
      {
        resolve: { alias },
        test: {
          name: "browser",
          // These files replace no module, so they share their imports.
          isolate: false,
          ...patience,
          ...databases,
          // Builds the demo, once for all files.
          globalSetup: ["test/browser/demo-global-setup.ts"],
          setupFiles: ["test/support/end-each-file.ts"],
          include: ["test/browser/*.test.ts", "test/browser/{engine,assistant-ui}/**/*.test.ts"],
        },
      },
      {
        resolve: { alias },
        test: {
          name: "dashboard",
          // These files replace no module, so they share their imports and one browser per worker.
          isolate: false,
          ...patience,
          ...databases,
          // Builds the dashboard as for a release, once for all files.
          globalSetup: ["server/test/browser/support/global-setup.ts"],
          include: ["server/test/browser/**/*.test.ts"],
        },
      },
      {
        resolve: { alias },
        plugins: [storybookTest({ configDir: ".storybook" })],
        test: {
          name: "storybook",
          // The first story of a file waits until the preview has loaded, so the timeouts are long.
          ...patience,
          // All story files share one document, so the browser loads the preview once, not once per file.
          isolate: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: chromiumLaunch }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
