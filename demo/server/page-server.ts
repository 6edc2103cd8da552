import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveStatic } from "@hono/node-server/serve-static";
import react from "@vitejs/plugin-react";
import { Hono } from "hono";
import { build } from "vite";
import type { DemoConfig } from "../config.ts";
import { withProductionEnv } from "./with-production-env.ts";

const page = fileURLToPath(new URL("../page/", import.meta.url));
const packageSource = (file: string) => fileURLToPath(new URL(`../../src/${file}`, import.meta.url));

/** Builds the page into the folder `outDir`, from the sources of the page and of the package. */
export async function buildPage(outDir: string): Promise<void> {
  await withProductionEnv(() =>
    build({
      configFile: false,
      root: page,
      logLevel: "warn",
      plugins: [react()],
      resolve: {
        alias: [
          { find: /^assistant-cloud-auth$/, replacement: packageSource("index.ts") },
          { find: /^assistant-cloud-auth\/assistant-cloud$/, replacement: packageSource("assistant-cloud/index.ts") },
          {
            find: /^assistant-cloud-auth\/devtools\/production$/,
            replacement: packageSource("devtools/production.ts"),
          },
        ],
      },
      build: {
        outDir,
        emptyOutDir: true,
        target: "es2022",
        // The Content Security Policy below allows fonts only from files, not from `data:` URLs, so inline no fonts.
        assetsInlineLimit: 0,
        chunkSizeWarningLimit: 2_000,
        rolldownOptions: { input: [join(page, "index.html"), join(page, "callback.html")] },
      },
    }),
  );
}

/**
 * Returns an app that serves the page that {@link buildPage} wrote into `folder`. The page has a Content Security
 * Policy, which allows only addresses on loopback.
 */
export function servePage(config: DemoConfig, folder: string): Hono {
  const policy = [
    "default-src 'self'",
    `connect-src 'self' ${config.authorityUrl} ${config.issuer}`,
    `frame-src 'self' ${config.issuer}`,
    "style-src 'self' 'unsafe-inline'",
    // While this page has the file of an attachment, it shows the file from a `blob:` URL. After a reload, it uses the
    // authority's signed URL.
    `img-src 'self' data: blob: ${config.authorityUrl}`,
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'self'",
  ].join("; ");

  const app = new Hono();
  app.use("*", async (c, next) => {
    await next();
    c.header("Content-Security-Policy", policy);
    c.header("X-Content-Type-Options", "nosniff");
    c.header("Cache-Control", c.req.path.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
  });
  app.use("*", serveStatic({ root: folder }));
  return app;
}
