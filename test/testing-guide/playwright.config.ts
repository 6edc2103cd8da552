import { defineConfig } from "@playwright/test";

export default defineConfig({
  // Vitest and Jest do not run files with this name.
  testMatch: "*.e2e.ts",
  use: { baseURL: "http://localhost:5173" },
  webServer: { command: "npx vite --port 5173 --strictPort", url: "http://localhost:5173" },
});
