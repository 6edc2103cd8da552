import { defineConfig } from "vitepress";
import { slugify } from "./headings.ts";
import { rewriteLinks, toSitePath } from "./links.ts";
import { escapePlaceholders } from "./placeholders.ts";
import { createSidebar } from "./sidebar.ts";

export default defineConfig({
  title: "assistant-cloud-auth",
  description: "Workspace tokens for the assistant-ui API in React apps, and the server that issues them.",
  cleanUrls: true,
  // Most pages keep the paths by which the repository and the error messages link to them.
  rewrites: toSitePath,
  markdown: {
    anchor: { slugify },
    toc: { slugify },
    headers: { slugify },
    config(markdown) {
      rewriteLinks(markdown);
      escapePlaceholders(markdown);
    },
  },
  themeConfig: {
    nav: [
      { text: "Get started", link: "/get-started" },
      { text: "Troubleshooting", link: "/troubleshooting" },
      { text: "API", link: "/api" },
      { text: "Server", link: "/authority" },
    ],
    sidebar: createSidebar(),
    outline: [2, 3],
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: "https://github.com/assistant-cloud-auth/assistant-cloud-auth" }],
    editLink: {
      pattern: "https://github.com/assistant-cloud-auth/assistant-cloud-auth/edit/main/docs/:path",
      text: "Edit this page",
    },
  },
});
