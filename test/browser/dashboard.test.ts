import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  type Authority,
  type AuthorityServer,
  type AuthorityStorage,
  createAuthority,
  openStorage,
  serveAuthority,
} from "assistant-cloud-auth/authority";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findPort } from "../../demo/server/ports.ts";
import { chromiumLaunch } from "../../scripts/chromium.mjs";

const { executablePath, args } = chromiumLaunch;
const launch = { args, ...(executablePath === undefined ? {} : { executablePath }) };
const configFile = fileURLToPath(new URL("../../vite.dashboard.config.ts", import.meta.url));
/** Bounds a wait on a busy machine; it ends with what is waited for. */
const timeout = 30_000;

let dashboardFolder: string;
let storage: AuthorityStorage;
let authority: Authority;
let server: AuthorityServer;
let port: number;
let browser: Browser;
const serve = () => serveAuthority({ authority, port, dashboardFolder });

beforeAll(async () => {
  dashboardFolder = await mkdtemp(join(tmpdir(), "dashboard-"));
  await build({ configFile, mode: "production", build: { outDir: dashboardFolder } });
  port = await findPort(0, new Set());
  storage = await openStorage("memory://");
  authority = await createAuthority({ storage, issuer: `http://127.0.0.1:${port}` });
  server = await serve();
  browser = await chromium.launch(launch);
}, 180_000);

afterAll(async () => {
  await browser?.close();
  await server?.close();
  await authority?.close();
  await storage?.close();
  await rm(dashboardFolder, { recursive: true, force: true });
});

/** What the page, or the browser on its behalf, complained about. */
function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() !== "error" && message.type() !== "warning") return;
    // Chromium's own note on a request that found nobody.
    if (!message.text().includes("ERR_CONNECTION_REFUSED")) complaints.push(message.text());
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(server.url)) complaints.push(`foreign request: ${request.url()}`);
  });
  return complaints;
}

test("the status page of a real authority shows issuer and key, and follows an outage", {
  timeout: 180_000,
}, async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const complaints = watch(page);
  const says = (words: string) => page.getByRole("heading", { name: words }).waitFor({ timeout });

  const response = await page.goto(`${server.url}/dashboard`);
  expect(response?.headers()["content-security-policy"]).toContain("script-src 'self'");
  await says("The authority is up.");
  const issuer = page.locator('dt:text-is("Issuer") + dd');
  await expect.poll(() => issuer.textContent(), { timeout }).toBe(server.url);
  const jwks = (await (await authority.fetch(new Request(`${server.url}/.well-known/jwks.json`))).json()) as {
    keys: { kid: string }[];
  };
  await page.getByText(jwks.keys[0]?.kid ?? "no key", { exact: true }).waitFor({ timeout });

  await server.close();
  await says("The authority is unreachable.");
  await page.getByText("Nothing answers at this address.").waitFor({ timeout });

  server = await serve();
  await says("The authority is up.");
  await page.getByText(/It answers again since .* away\./).waitFor({ timeout });
  expect(complaints).toEqual([]);
  await context.close();
});

test("the status page has nothing that axe objects to, light or dark, wide or narrow, and fits", {
  timeout: 180_000,
}, async () => {
  // The page's own policy lets no script in; what axe looks at is the same without it.
  const context = await browser.newContext({ bypassCSP: true });
  const page = await context.newPage();
  await page.goto(`${server.url}/dashboard`);
  await page.getByRole("heading", { name: "The authority is up." }).waitFor({ timeout });
  await page.getByText("ES256").waitFor({ timeout });
  await page.addScriptTag({ content: axe.source });
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1280, 390, 320]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      const found = await page.evaluate(async () => {
        const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
        return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
      });
      expect(found).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
  }
  await context.close();
});

test("the status page can be used by keyboard alone", { timeout: 180_000 }, async () => {
  const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
  const page = await context.newPage();
  await page.goto(`${server.url}/dashboard`);
  await page.getByText("ES256").waitFor({ timeout });
  const button = page.getByRole("button", { name: "Copy: Point the server here" });
  const focused = () => button.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 20 && !(await focused()); presses++) await page.keyboard.press("Tab");
  expect(await focused()).toBe(true);
  await page.keyboard.press("Enter");
  await page.getByText("Copied").waitFor({ timeout });
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain(`baseUrl: "${server.url}"`);
  await context.close();
});
