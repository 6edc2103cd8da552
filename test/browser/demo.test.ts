import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium } from "playwright";
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from "vitest";
import { isPortFree } from "../../demo/server/ports.ts";
import { type Demo, startDemo } from "../../demo/start-demo.ts";
import { chromiumLaunch } from "../../scripts/chromium.mjs";
import { type DemoPage, openDemo, operate } from "./demo-page.ts";
import { findViolations } from "./find-violations.ts";
import { reuseSignIns, type SignIns } from "./reuse-sign-ins.ts";

const LIFETIME_SECONDS = 8;

let folder: string;
let demo: Demo;
let browser: Browser;
let signIns: SignIns;
const opened: DemoPage[] = [];
const fresh: DemoPage[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "demo-"));
  demo = await startDemo({
    port: 0,
    dataFolder: folder,
    builtFolder: inject("demoBuild"),
    tokenLifetimeSeconds: LIFETIME_SECONDS,
  });
  browser = await chromium.launch(chromiumLaunch);
  signIns = reuseSignIns(browser);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  await rm(folder, { recursive: true, force: true });
});

afterEach(async () => {
  for (const { context } of fresh.splice(0)) await context.close();
  await signIns.leave();
  const seen = opened.splice(0).flatMap(({ uncaught, foreign }) => [...uncaught.splice(0), ...foreign.splice(0)]);
  expect(seen).toEqual([]);
});

const PERSON = "Ada Lovelace";

async function seeToken(open: DemoPage): Promise<DemoPage> {
  opened.push(open);
  await open.page.getByRole("timer").waitFor();
  return open;
}

/** Opens the demo as a person who signed in before this test. */
const openSignedIn = async () => seeToken(await signIns.open(demo.url, PERSON));

/** Signs a person in, in a new browser profile. For tests that change the provider's session or the profile. */
async function signIn(): Promise<DemoPage> {
  const open = await openDemo(browser, demo.url, PERSON);
  fresh.push(open);
  return seeToken(open);
}

/**
 * Reloads the token and waits until the error boundary shows `code`. The test must cause the fault before this call.
 */
async function breakAndSee({ button, alert }: DemoPage, code: string) {
  await button("Reload token").click();
  await alert.getByText(code, { exact: true }).waitFor();
  expect(await alert.getByText("What to do").count()).toBe(1);
}

/** Clicks "Expire now" in the devtools panel. The token expires, and the engine immediately calls the source. */
async function expire({ tab, button }: DemoPage) {
  await tab("Devtools");
  await button("Expire now").click();
  await tab("Token");
}

/**
 * Clicks "Try again" in the error boundary and waits for a token. If the engine retries first, the button disappears,
 * and no click is necessary.
 */
async function retry({ button, page, alert }: DemoPage) {
  const timer = page.getByRole("timer");
  const pressed = button("Try again").click();
  pressed.catch(() => {});
  await Promise.race([pressed, timer.waitFor()]);
  await timer.waitFor();
  expect(await alert.count()).toBe(0);
}

async function switchPerson({ page, button }: DemoPage, person: string) {
  await button(/^Signed in as/).click();
  const popup = page.waitForEvent("popup");
  await page.getByRole("menuitem", { name: "Switch person" }).click();
  await (await popup).getByRole("button", { name: person }).click();
}

describe("the demo app in a browser", { timeout: 90_000 }, () => {
  // The first test, so that its page has just come from the auth provider's sign-in.
  test("the demo's user stays signed in after a reload, although the browser stores no token", async () => {
    const { page, claim } = await openSignedIn();
    const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]));
    expect(stored).not.toMatch(/eyJ/);
    await page.reload();
    await page.getByRole("timer").waitFor();
    expect(await claim("sub")).toBe("user_ada");
  });

  test("the demo refreshes the token before it expires, and every API call succeeds", async () => {
    const { page, claim, toggle, tab } = await openSignedIn();
    expect(await claim("workspace_id")).toBe("org_engines:user_ada");
    await toggle("Once a second");
    const issued = await claim("iat");
    await expect.poll(() => claim("iat"), { timeout: 20_000 }).not.toBe(issued);
    await tab("Devtools");
    const events = page.getByRole("list", { name: "Events, newest first" });
    await expect.poll(() => events.getByText("refresh_succeeded").count()).toBeGreaterThan(1);
    expect(await events.getByText(/^(refresh_failed|expired)$/).count()).toBe(0);
    await tab("Token");
    const statuses = page.getByRole("table", { name: "API calls" }).locator(".pill");
    await expect.poll(() => statuses.count()).toBeGreaterThan(3);
    expect(new Set(await statuses.allTextContents())).toEqual(new Set(["200"]));
    await toggle("Once a second");
  });

  test("the Devtools tab of the demo stays selected when the user reloads the token", async () => {
    const { page, tab, button } = await openSignedIn();
    await tab("Devtools");
    const events = page.getByRole("list", { name: "Events, newest first" });
    await button("Reload token").click();
    await events.getByText("refresh_started").first().waitFor();
    expect(await page.getByRole("tab", { name: "Devtools" }).getAttribute("aria-selected")).toBe("true");
  });

  test("the demo switches the kind of integration, the organization and the user without a reload", async () => {
    const demoPage = await signIn();
    const { page, context, claim, button } = demoPage;
    await page.evaluate(() => document.body.setAttribute("data-first-load", ""));

    await page.getByRole("radio", { name: "Backend integration" }).click();
    await page.getByText("mints the token with its API key").waitFor();
    await page.getByRole("timer").waitFor();
    expect(await claim("workspace_id")).toBe("org_engines:user_ada");

    await page.getByRole("radio", { name: "Harbour Works" }).click();
    await expect.poll(() => claim("workspace_id"), { timeout: 10_000 }).toBe("org_harbour:user_ada");

    await switchPerson(demoPage, "Grace Hopper");
    await expect.poll(() => claim("workspace_id"), { timeout: 15_000 }).toBe("org_compilers:user_grace");

    await page.getByRole("radio", { name: "Direct integration" }).click();
    await page.getByText("sends the provider’s ID token").waitFor();
    await page.getByRole("timer").waitFor();
    expect(await claim("sub")).toBe("user_grace");

    await button("Call the API").click();
    await page.getByRole("cell", { name: "org_compilers:user_grace" }).waitFor();
    expect(await page.locator("body[data-first-load]").count()).toBe(1);
    const cookies = await context.cookies(demo.url);
    expect(cookies.find(({ name }) => name === "demo_session")).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  });

  test("a tab of the demo gets no token of a person who signs in from another tab", async () => {
    const first = await signIn();
    const second = operate(await first.context.newPage(), first);
    await second.page.goto(demo.url);
    for (const { page } of [second, first]) {
      await page.getByRole("radio", { name: "Backend integration" }).click();
      await page.getByText("mints the token with its API key").waitFor();
      await page.getByRole("timer").waitFor();
    }
    await switchPerson(first, "Grace Hopper");
    await expect.poll(() => first.claim("workspace_id"), { timeout: 15_000 }).toBe("org_compilers:user_grace");
    // The new engine has no earlier token with which it could compare the user.
    await breakAndSee(second, "unauthenticated");
    await retry(second);
    expect(await second.claim("sub")).toBe("user_ada");
  });

  test("a user who signs out in the demo remains signed out after a reload", async () => {
    const { page, button } = await signIn();
    await button(/^Signed in as/).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await button("Sign in").waitFor();
    await page.reload();
    await button("Sign in").waitFor();
  });

  test("if the token source throws, the demo uses the current token until it expires", async () => {
    const demoPage = await openSignedIn();
    const { page, button, whatIf, alert } = demoPage;
    await whatIf("Source throws");
    await button("Refresh now").click();
    await page.getByText("The last refresh failed:").waitFor();
    expect(await page.getByRole("timer").count()).toBe(1);
    await alert.waitFor({ timeout: 20_000 });
    const code = /^(expired_token|circuit_open|source_failed)$/;
    expect(await alert.locator("code").textContent()).toMatch(code);
    await button("Call the API").click();
    await page.getByRole("cell", { name: code }).waitFor();
    await whatIf("Nothing");
    await retry(demoPage);
  });

  test("the demo reports a sign-out if the token source returns null, and a timeout if the source hangs", async () => {
    const demoPage = await openSignedIn();
    const { page, button, whatIf } = demoPage;
    await whatIf("Source returns null");
    await expire(demoPage);
    await page.getByText("The token source reports signed out").waitFor();
    await whatIf("Nothing");
    await button("Check again").click();
    await page.getByRole("timer").waitFor();
    await whatIf("Source hangs");
    await expire(demoPage);
    await page.getByText("Getting the first token").waitFor();
    await demoPage.alert.getByText("source_timeout", { exact: true }).waitFor({ timeout: 20_000 });
    await whatIf("Nothing");
    await retry(demoPage);
  });

  test("the demo shows an error if the ID token or the backend's workspace token is expired", async () => {
    const demoPage = await openSignedIn();
    const { page, toggle } = demoPage;
    await toggle("Expired tokens");
    await breakAndSee(demoPage, "expired_token");
    await demoPage.alert.getByText("The exchange answered 401").waitFor();
    await page.getByRole("radio", { name: "Backend integration" }).click();
    await demoPage.alert.getByText("already expired").waitFor();
    await demoPage.alert.getByText("expired_token", { exact: true }).waitFor();
    await toggle("Expired tokens");
    await retry(demoPage);
  });

  test("the demo recovers from an outage of the authority, a network failure and an offline period", async () => {
    const demoPage = await openSignedIn();
    const { page, context, alert, toggle } = demoPage;
    await toggle("Authority");
    await page.getByText("Stopped: its port is closed.").waitFor();
    await breakAndSee(demoPage, "network");
    await toggle("Authority");
    await page.getByText("Running.").waitFor();
    await retry(demoPage);

    await toggle("Network of this page");
    await breakAndSee(demoPage, "network");
    await toggle("Network of this page");
    await retry(demoPage);

    await context.setOffline(true);
    await page.getByText("offline", { exact: true }).first().waitFor();
    await breakAndSee(demoPage, "offline");
    await context.setOffline(false);
    await expect.poll(() => alert.count(), { timeout: 20_000 }).toBe(0);
    await page.getByRole("timer").waitFor();
  });

  test.each(["light", "dark"] as const)(
    "the %s theme of the demo has no axe violation in any tab, on a desktop and on a phone",
    async (scheme) => {
      const { page, tab, button } = await openSignedIn();
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      await button("Call the API").click();
      await page.locator(".pill.good").first().waitFor();
      expect(await findViolations(page)).toEqual([]);
      await tab("Devtools");
      expect(await findViolations(page)).toEqual([]);
      await page.setViewportSize({ width: 390, height: 844 });
      await button("Token panel").click();
      await page.getByRole("dialog", { name: "Token panel" }).getByRole("tab", { name: "Token" }).click();
      expect(await findViolations(page)).toEqual([]);
    },
  );

  test("the demo explains token claims on focus and hover, and links to its dashboard, docs and code", async () => {
    const { page, button } = await openSignedIn();
    await page.getByRole("button", { name: "exp", exact: true }).focus();
    await page.getByRole("tooltip").getByText("A server rejects the token from then on.").waitFor();
    await button("workspace_id").hover();
    await page.getByRole("tooltip").getByText("The workspace whose threads this token opens.").waitFor();
    const links = page.getByRole("navigation", { name: "Project" }).getByRole("link");
    expect(await links.allTextContents()).toEqual(["Dashboard", "Docs", "Source"]);
    expect((await fetch((await links.first().getAttribute("href")) ?? "")).status).toBe(200);
  });

  test("the demo closes every port when it exits", async () => {
    const config = await (await fetch(`${demo.url}/demo/config`)).json();
    await demo.close();
    for (const url of [demo.url, config.issuer, config.authorityUrl]) {
      expect(await isPortFree(Number(new URL(url).port))).toBe(true);
    }
  });
});
