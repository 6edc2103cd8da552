import { storybookTest } from "@storybook/addon-vitest/vitest-plugin";
import react from "@vitejs/plugin-react";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { chromiumLaunch } from "./scripts/chromium.mjs";

const source = (path: string) => new URL(`./src/${path}/index.ts`, import.meta.url).pathname;

/** Tests and stories import the package by its public names; these resolve to its source. */
const alias = [
  { find: /^assistant-cloud-auth$/, replacement: new URL("./src/index.ts", import.meta.url).pathname },
  { find: /^assistant-cloud-auth\/(backend|authority|testing|assistant-cloud)$/, replacement: source("$1") },
  {
    find: /^assistant-cloud-auth\/([\w-]+)$/,
    replacement: new URL("./src/integrations/$1.ts", import.meta.url).pathname,
  },
];
/** Bounds what hangs; nothing waits for it to pass. A busy machine takes long over a database. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000 };
const node = (name: string, include: string[]) => ({
  resolve: { alias },
  test: { name, include, ...patience },
});

export default defineConfig({
  test: {
    // Most tests wait for a browser, a database or another process, so one for each processor keeps a small machine busy.
    maxWorkers: 2,
    reporters: ["default", "./scripts/closing-line.mjs"],
    projects: [
      {
        ...node("node", [
          "test/{core,client,backend,authority,testing,flows,package,examples,frameworks}/**/*.test.{ts,tsx}",
        ]),
      },
      {
        resolve: { alias },
        plugins: [react()],
        test: {
          name: "jsdom",
          environment: "jsdom",
          ...patience,
          // A real authority for the integrations; it comes up with the first request.
          globalSetup: ["test/integrations/support/global-setup.ts"],
          include: ["test/{react,integrations,dashboard,assistant-cloud}/**/*.test.{ts,tsx}"],
        },
      },
      {
        ...node("browser", ["test/browser/*.test.ts", "test/browser/{engine,assistant-ui}/**/*.test.ts"]),
      },
      {
        resolve: { alias },
        test: {
          name: "dashboard",
          ...patience,
          // The dashboard as it is built for the package, once for all files.
          globalSetup: ["test/browser/dashboard/support/global-setup.ts"],
          include: ["test/browser/dashboard/**/*.test.ts"],
        },
      },
      {
        resolve: { alias },
        plugins: [storybookTest({ configDir: ".storybook" })],
        test: {
          name: "storybook",
          // The first story of a file waits for the whole preview to load.
          ...patience,
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
