import process from "node:process";
import { fileURLToPath } from "node:url";
import type { StorybookConfig } from "@storybook/react-vite";
import { mergeConfig } from "vite";

const source = fileURLToPath(new URL("../src", import.meta.url));

/**
 * The CSS target of the build: the first browser versions that support the function `light-dark()`. For older targets,
 * Vite replaces each call of `light-dark()`. The replacement follows the system's color scheme and ignores the CSS
 * property `color-scheme`.
 */
const cssTarget = ["chrome123", "edge123", "firefox120", "safari17.5"];

const config: StorybookConfig = {
  stories: ["../stories/introduction.mdx", "../stories/**/*.stories.tsx", "../server/stories/**/*.stories.tsx"],
  addons: ["@storybook/addon-docs", "@storybook/addon-vitest", "@storybook/addon-a11y"],
  framework: { name: "@storybook/react-vite", options: {} },
  // Docs pages describe the props, but tests show no docs page, so tests skip the analysis of every module.
  typescript: { reactDocgen: process.env["VITEST"] === "true" ? false : "react-docgen" },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // Stories import the package by its public names, so map these names to the source files.
  viteFinal: (settings) =>
    mergeConfig(settings, {
      resolve: {
        alias: [
          { find: /^assistant-cloud-auth$/, replacement: `${source}/index.ts` },
          { find: /^assistant-cloud-auth\/([\w-]+)$/, replacement: `${source}/$1/index.ts` },
        ],
      },
      build: { cssTarget },
      // Otherwise, Vite discovers these packages only when a story renders them, and then reloads the page during a
      // test.
      optimizeDeps: { include: ["assistant-cloud", "recharts"] },
    }),
};

export default config;
