import { fileURLToPath } from "node:url";
import type { StorybookConfig } from "@storybook/react-vite";
import { mergeConfig } from "vite";

const source = fileURLToPath(new URL("../src", import.meta.url));

/** The first browsers with `light-dark()`. For older ones, the build replaces it with colors that follow the system. */
const cssTarget = ["chrome123", "edge123", "firefox120", "safari17.5"];

const config: StorybookConfig = {
  stories: ["../stories/introduction.mdx", "../stories/**/*.stories.tsx", "../server/stories/**/*.stories.tsx"],
  addons: ["@storybook/addon-docs", "@storybook/addon-vitest", "@storybook/addon-a11y"],
  framework: { name: "@storybook/react-vite", options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // Stories import the package by its public names, which resolve to its source.
  viteFinal: (settings) =>
    mergeConfig(settings, {
      resolve: {
        alias: [
          { find: /^assistant-cloud-auth$/, replacement: `${source}/index.ts` },
          { find: /^assistant-cloud-auth\/([\w-]+)$/, replacement: `${source}/$1/index.ts` },
        ],
      },
      build: { cssTarget },
      // Vite would discover it only when a story renders it, and then reload the page in the middle of a test.
      optimizeDeps: { include: ["assistant-cloud", "recharts"] },
    }),
};

export default config;
