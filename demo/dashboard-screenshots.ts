import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { decodeJwt } from "jose";
import { chromium, type Page } from "playwright";
import { chromiumLaunch } from "../scripts/chromium.mjs";
import { EXCHANGE_PATH } from "../src/core/protocol.ts";
import { PAGES, type PageName } from "../src/dashboard/shell/page-address.ts";
import { type Demo, startDemo } from "./start-demo.ts";

// `tsx demo/dashboard-screenshots.ts [page …]` takes the pictures of the dashboard for the docs, light and dark, from a
// running demo: every page, or those that are named, such as `rules` or `rules-add`.
const folder = fileURLToPath(new URL("../docs/dashboard/", import.meta.url));
const MAX_BYTES = 150_000;
const PASSWORD = "four herons cross the marsh";

/** What the demo's own provider has signed. */
interface RealToken {
  idToken: string;
  issuer: string;
}

interface Picture {
  page: PageName;
  /** Brings the page into the state that is shown. */
  prepare?(page: Page, token: RealToken): Promise<void>;
}

const pictures: Readonly<Record<string, Picture>> = {
  ...Object.fromEntries(PAGES.map((page) => [page, { page }])),
  "rules-add": {
    page: "rules",
    async prepare(page, { issuer }) {
      await page.getByRole("button", { name: "Add auth integration" }).click();
      await page.getByRole("button", { name: "OpenID Connect" }).click();
      await page.getByLabel("Issuer", { exact: true }).fill(issuer);
      await page.getByLabel("JWKS endpoint", { exact: true }).fill(`${issuer}/jwks`);
      await page.getByLabel("Audience", { exact: true }).fill("my-app");
      await page.getByText("Reachable:").waitFor();
      await page.getByRole("button", { name: "Save the rule" }).scrollIntoViewIfNeeded();
    },
  },
  try: {
    page: "try",
    async prepare(page, { idToken }) {
      await page.getByRole("textbox", { name: "Token" }).fill(idToken);
      await page.getByRole("button", { name: "Try the token" }).click();
      await page.getByRole("region", { name: "Verdict" }).waitFor();
    },
  },
};

const asked = process.argv.slice(2);
const unknown = asked.find((name) => !Object.hasOwn(pictures, name));
if (unknown !== undefined) throw new Error(`There is no picture "${unknown}": ${Object.keys(pictures).join(", ")}.`);

const dataFolder = await mkdtemp(join(tmpdir(), "dashboard-screenshots-"));
const demo = await startDemo({ port: 0, dataFolder, tokenLifetimeSeconds: 60 });
const { executablePath, args } = chromiumLaunch;
const browser = await chromium.launch({ args, ...(executablePath === undefined ? {} : { executablePath }) });
try {
  const context = await browser.newContext({ viewport: { width: 1120, height: 740 }, locale: "en-GB" });
  const page = await context.newPage();
  const token = await visitDemo(page, demo);
  await page.goto(demo.setUpUrl ?? demo.dashboardUrl);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Set the password" }).click();
  await page.getByRole("navigation").waitFor();
  await fillIn(page);
  await mkdir(folder, { recursive: true });
  for (const name of asked.length === 0 ? Object.keys(pictures) : asked) await take(page, name, token);
} finally {
  await browser.close();
  await demo.close();
  await rm(dataFolder, { recursive: true, force: true });
}

/** Signs in to the demo's page, which exchanges a real ID token; gives that token. */
async function visitDemo(page: Page, { url }: Demo): Promise<RealToken> {
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

/** Makes what the pages have to show, as an admin would. */
async function fillIn(page: Page): Promise<void> {
  const bodies: [path: string, body: unknown][] = [
    [
      "rules",
      {
        kind: "preset",
        provider: "clerk",
        input: { domain: "clerk.acme-app.com", audience: "assistant-ui", organisation: true },
      },
    ],
    [
      "rules",
      { kind: "preset", provider: "firebase", input: { projectId: "my-app-1a2b3", name: "Firebase (mobile)" } },
    ],
    ["keys", { name: "Production backend" }],
    ["keys", { name: "Staging backend" }],
  ];
  for (const [path, body] of bodies) {
    const status = await page.evaluate(
      async ([to, sent]) => {
        const headers = { "Content-Type": "application/json" };
        return (await fetch(`../admin/api/${to}`, { method: "POST", headers, body: sent })).status;
      },
      [path, JSON.stringify(body)] as const,
    );
    if (status !== 201) throw new Error(`POST ${path} was answered with ${status}.`);
  }
}

async function take(page: Page, name: string, token: RealToken): Promise<void> {
  const picture = pictures[name];
  if (picture === undefined) return;
  // From another page, so that each begins afresh.
  await page.goto(new URL("/dashboard/#/overview", demo.dashboardUrl).href);
  await page.reload();
  await page.goto(new URL(`/dashboard/#/${picture.page}`, demo.dashboardUrl).href);
  await page.locator("main h2").first().waitFor();
  await page.waitForLoadState("networkidle").catch(() => {});
  await picture.prepare?.(page, token);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    const path = join(folder, `${name}-${colorScheme}.png`);
    await page.screenshot({ path });
    const { size } = await stat(path);
    console.log(`Saved ${path} (${Math.round(size / 1000)} kB)`);
    if (size > MAX_BYTES) throw new Error(`${path} has more than ${MAX_BYTES} bytes.`);
  }
}
