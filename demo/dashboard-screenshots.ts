import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { decodeJwt } from "jose";
import { chromium, type Page } from "playwright";
import { chromiumLaunch } from "../scripts/chromium.mjs";
import { PAGES, type PageName } from "../server/dashboard/shell/page-address.ts";
import { EXCHANGE_PATH, MINT_PATH, USER_ID_HEADER, WORKSPACE_ID_HEADER } from "../src/core/protocol.ts";
import { type Demo, startDemo } from "./start-demo.ts";

// `tsx demo/dashboard-screenshots.ts [name …]` starts a demo and saves screenshots of its dashboard for the docs, in
// light and dark colors. Without arguments, it saves all of them. Arguments such as `rules` or `rules-add` select some.
const folder = fileURLToPath(new URL("../docs/dashboard/", import.meta.url));
const MAX_BYTES = 150_000;
const WINDOW = { width: 1120, height: 740 };
const PHONE = { width: 390, height: 740 };
const PASSWORD = "four herons cross the marsh";

/** An ID token that the demo's OpenID provider has signed, and the URL of that provider. */
interface ProviderToken {
  idToken: string;
  issuer: string;
}

interface Screenshot {
  page: PageName;
  /** The size of the window, in CSS pixels. Default: {@link WINDOW}. */
  window?: { width: number; height: number };
  prepare?(page: Page, token: ProviderToken): Promise<void>;
}

const screenshots: Readonly<Record<string, Screenshot>> = {
  ...Object.fromEntries(PAGES.map((page) => [page, { page }])),
  "overview-narrow": { page: "overview", window: PHONE },
  "keys-narrow": { page: "keys", window: PHONE },
  "keys-new": {
    page: "keys",
    async prepare(page) {
      await page.getByRole("button", { name: "Create API key" }).click();
      await page.getByLabel("Name", { exact: true }).fill("Preview backend");
      await page.keyboard.press("Enter");
      await page.getByRole("button", { name: "Done" }).waitFor();
    },
  },
  "rules-add": {
    page: "rules",
    async prepare(page, { issuer }) {
      await page.getByRole("button", { name: "Add auth integration" }).click();
      await page.getByRole("button", { name: "OpenID Connect" }).click();
      await page.getByLabel("Issuer", { exact: true }).fill(issuer);
      await page.getByLabel("JWKS endpoint", { exact: true }).fill(`${issuer}/jwks`);
      await page.getByLabel("Audience", { exact: true }).fill("my-app");
      await page.getByText("Reachable:").waitFor();
      await page.getByRole("button", { name: "Save rule" }).scrollIntoViewIfNeeded();
    },
  },
  try: {
    page: "try",
    async prepare(page, { idToken }) {
      await page.getByRole("textbox", { name: "Token" }).fill(idToken);
      await page.getByRole("button", { name: "Try token" }).click();
      await page.getByRole("region", { name: "Verdict" }).waitFor();
    },
  },
  // This screenshot needs a sign-out, which ends the session of the other screenshots, so it must be the last.
  "sign-in": {
    page: "overview",
    async prepare(page) {
      await page.getByRole("button", { name: "Sign out" }).click();
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
    },
  },
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !Object.hasOwn(screenshots, name));
if (unknown !== undefined) {
  throw new Error(`There is no screenshot "${unknown}": ${Object.keys(screenshots).join(", ")}.`);
}

const dataFolder = await mkdtemp(join(tmpdir(), "dashboard-screenshots-"));
const demo = await startDemo({ port: 0, dataFolder, tokenLifetimeSeconds: 60 });
const browser = await chromium.launch(chromiumLaunch);
try {
  const context = await browser.newContext({ viewport: WINDOW, locale: "en-GB" });
  const page = await context.newPage();
  const token = await visitDemo(page, demo);
  await page.goto(demo.setUpUrl ?? demo.dashboardUrl);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set password" }).click();
  await page.getByRole("navigation").waitFor();
  await createSampleData(page);
  await mkdir(folder, { recursive: true });
  for (const name of names.length === 0 ? Object.keys(screenshots) : names) await saveScreenshot(page, name, token);
} finally {
  await browser.close();
  await demo.close();
  await rm(dataFolder, { recursive: true, force: true });
}

/** Signs in on the demo's page. Returns the ID token that the page sends to the authority for the exchange. */
async function visitDemo(page: Page, { url }: Demo): Promise<ProviderToken> {
  const exchange = page.waitForRequest((request) => new URL(request.url()).pathname === EXCHANGE_PATH);
  const signIn = async () => {
    await page.goto(url);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByRole("button", { name: "Ada Lovelace" }).click();
  };
  const [request] = await Promise.all([exchange, signIn()]);
  const header = (await request.allHeaders())["authorization"] ?? "";
  const idToken = header.replace(/^Bearer /, "");
  return { idToken, issuer: decodeJwt(idToken).iss ?? "" };
}

/** Creates the data for the screenshots. Uses the admin API, and mints tokens with API keys. */
async function createSampleData(page: Page): Promise<void> {
  const clerk = { domain: "clerk.acme-app.com", audience: "assistant-ui", organization: true };
  const firebase = { projectId: "my-app-1a2b3", name: "Firebase (mobile)" };
  await callAdminApi(page, "POST", "rules", { kind: "preset", provider: "clerk", input: clerk });
  await callAdminApi(page, "POST", "rules", { kind: "preset", provider: "firebase", input: firebase });
  const old = await callAdminApi(page, "POST", "keys", { name: "First backend" });
  const staging = await callAdminApi(page, "POST", "keys", { name: "Staging backend", expires: "90d" });
  const production = await callAdminApi(page, "POST", "keys", { name: "Production backend", expires: "1y" });
  for (let count = 0; count < 7; count++) await mint(production);
  await mint(staging);
  await callAdminApi(page, "POST", `keys/${old["id"]}/revoke`);
  for (let count = 0; count < 3; count++) await mint(old);
  await callAdminApi(page, "POST", `keys/${staging["id"]}/rotate`, { overlapHours: 24 });
  await callAdminApi(page, "POST", "signing-keys/rotate");
  await callAdminApi(page, "POST", "projects", { id: "staging", name: "Staging" });
  const origins = ["https://app.acme-app.com", "https://*.preview.acme-app.com", "http://localhost:3000"];
  await callAdminApi(page, "PUT", "origins", { origins });
}

/**
 * Sends a request to the admin API from the dashboard's page, so that the request contains the admin's session cookie.
 */
async function callAdminApi(
  page: Page,
  method: string,
  path: string,
  body: unknown = {},
): Promise<Record<string, unknown>> {
  const [isOk, answer] = await page.evaluate(
    async ([how, to, sent]) => {
      const headers = { "Content-Type": "application/json" };
      const response = await fetch(`../admin/api/${to}`, { method: how, headers, body: sent });
      return [response.ok, await response.json()] as const;
    },
    [method, path, JSON.stringify(body)] as const,
  );
  if (!isOk) throw new Error(`${method} ${path} was refused: ${JSON.stringify(answer)}`);
  return answer;
}

/**
 * Requests a workspace token with an API key, as a backend does. Accepts an error response, because some requests use a
 * revoked key.
 */
async function mint(key: Record<string, unknown>): Promise<void> {
  const headers = { Authorization: `Bearer ${key["key"]}`, [USER_ID_HEADER]: "ada", [WORKSPACE_ID_HEADER]: "acme:ada" };
  const response = await fetch(new URL(MINT_PATH, demo.dashboardUrl), { method: "POST", headers });
  await response.body?.cancel();
}

async function saveScreenshot(page: Page, name: string, token: ProviderToken): Promise<void> {
  const screenshot = screenshots[name];
  if (screenshot === undefined) return;
  await page.setViewportSize(screenshot.window ?? WINDOW);
  // Open another page and reload it first, so that the page in the screenshot contains no earlier input.
  await page.goto(new URL("/dashboard/#/overview", demo.dashboardUrl).href);
  await page.reload();
  await page.goto(new URL(`/dashboard/#/${screenshot.page}`, demo.dashboardUrl).href);
  await page.locator("main h2").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await screenshot.prepare?.(page, token);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const path = join(folder, `${name}-${colorScheme}.png`);
    await page.screenshot({ path });
    const { size } = await stat(path);
    console.log(`Saved ${path} (${Math.round(size / 1000)} kB)`);
    if (size > MAX_BYTES) throw new Error(`${path} has more than ${MAX_BYTES} bytes.`);
  }
}
