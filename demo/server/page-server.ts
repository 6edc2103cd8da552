import { serveStatic } from "@hono/node-server/serve-static";
import { Hono } from "hono";
import type { DemoConfig } from "../config.ts";

/**
 * Returns an app that serves the page that `buildPage` wrote into `folder`. The page has a Content Security
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
