import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type AuthorityServer, serveAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rawRequest } from "../support/raw-request.ts";

const authority = { fetch: async () => Response.json({ error: "Not Found" }, { status: 404 }) };
const SECRET = "what lies beside the folder";

let folder: string;
let server: AuthorityServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "dashboard-"));
  const built = join(folder, "built");
  await mkdir(join(built, "assets"), { recursive: true });
  await writeFile(join(built, "index.html"), "<!doctype html><title>Status</title>");
  await writeFile(join(built, "assets/index-abc123.js"), "export {};");
  await writeFile(join(built, "assets/index-abc123.css"), "p{}");
  await writeFile(join(built, "assets/inter-abc123.woff2"), "wOF2");
  await writeFile(join(built, "notes.txt"), SECRET);
  await writeFile(join(folder, "secret.html"), SECRET);
  await symlink(join(folder, "secret.html"), join(built, "link.html"));
  server = await serveAuthority({ authority, port: 0, dashboardFolder: built });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (path: string, init?: RequestInit) => fetch(`${server.url}${path}`, { redirect: "manual", ...init });

describe("serving the dashboard's files", () => {
  it("redirects /dashboard to /dashboard/", async () => {
    expect(server.dashboardUrl).toBe(`${server.url}/dashboard`);
    const redirect = await get("/dashboard");
    expect([redirect.status, redirect.headers.get("Location")]).toEqual([308, "dashboard/"]);
    const page = await get("/dashboard", { redirect: "follow" });
    expect([page.status, page.url, page.headers.get("Content-Type"), await page.text()]).toEqual([
      200,
      `${server.url}/dashboard/`,
      "text/html; charset=utf-8",
      "<!doctype html><title>Status</title>",
    ]);
  });

  it.each([
    ["/dashboard/", "no-cache", "text/html; charset=utf-8"],
    ["/dashboard/index.html", "no-cache", "text/html; charset=utf-8"],
    ["/dashboard/assets/index-abc123.js", "public, max-age=31536000, immutable", "text/javascript; charset=utf-8"],
    ["/dashboard/assets/index-abc123.css", "public, max-age=31536000, immutable", "text/css; charset=utf-8"],
    ["/dashboard/assets/inter-abc123.woff2", "public, max-age=31536000, immutable", "font/woff2"],
  ])("S60 serves %s with headers for caching, content type and security", async (path, cacheControl, type) => {
    for (const method of ["GET", "HEAD"]) {
      const { status, headers } = await get(path, { method });
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        "cache-control": cacheControl,
        "content-type": type,
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
      });
      const policy = headers.get("Content-Security-Policy")?.split("; ");
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "script-src 'self'",
          "font-src 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(policy?.join()).not.toMatch(/unsafe|\*|data:/);
    }
  });

  it.each([
    "/dashboard/../secret.html",
    "/dashboard/assets/../../secret.html",
    "/dashboard/%2e%2e/secret.html",
    "/dashboard/..%2fsecret.html",
    "/dashboard/..%5csecret.html",
    "/dashboard/%00index.html",
    "/dashboard//index.html",
    "/dashboard/assets",
    "/dashboard/link.html",
    "/dashboard/notes.txt",
    "/dashboard/nothing.js",
    "/dashboardx",
  ])("returns 404 for the path %s, which is not a file of the dashboard", async (path) => {
    // Send the path unchanged, because `fetch` would normalize it.
    const { status, text } = await rawRequest(server.port, [`GET ${path} HTTP/1.1`, "Host: 127.0.0.1"]);
    expect(status).toBe(404);
    expect(text).toContain('{"error":"Not Found"}');
    expect(text).not.toContain(SECRET);
  });

  it("returns 404 for a dashboard request whose method is neither GET nor HEAD", async () => {
    expect((await get("/dashboard/", { method: "POST" })).status).toBe(404);
  });

  it.each([
    ["is disabled", () => null],
    ["has not been built", () => join(folder, "nowhere")],
    ["has no page", () => join(folder, "built/assets")],
  ])("returns 404 for /dashboard if the dashboard %s", async (_why, dashboardFolder) => {
    const bare = await serveAuthority({ authority, port: 0, dashboardFolder: dashboardFolder() });
    expect(bare.dashboardUrl).toBeNull();
    expect((await fetch(`${bare.url}/dashboard`)).status).toBe(404);
    await bare.close();
  });
});
