import { fileURLToPath } from "node:url";
import type { StorybookConfig } from "@storybook/react-vite";
import { mergeConfig } from "vite";

const source = fileURLToPath(new URL("../src/index.ts", import.meta.url));

const config: StorybookConfig = {
  stories: ["../stories/**/*.stories.tsx", "../server/stories/**/*.stories.tsx"],
  addons: ["@storybook/addon-vitest", "@storybook/addon-a11y"],
  framework: { name: "@storybook/react-vite", options: {} },
  core: { disableTelemetry: true, disableWhatsNewNotifications: true, enableCrashReports: false },
  // Stories import the package by its public name, which resolves to its source.
  viteFinal: (settings) =>
    mergeConfig(settings, {
      resolve: { alias: [{ find: /^assistant-cloud-auth$/, replacement: source }] },
      // Found only once a story draws it, which would load the page anew in the middle of a test.
      optimizeDeps: { include: ["recharts"] },
    }),
};

export default config;
