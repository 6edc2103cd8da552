// @vitest-environment node
import {
  backendTokenSource,
  createTokenEngine,
  providerTokenSource,
  type TokenEngine,
  type TokenSource,
} from "assistant-cloud-auth";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { createCookieFetch } from "../support/create-cookie-fetch.ts";
import { type OwnAuthority, startOwnAuthority } from "../support/start-own-authority.ts";
import { type AuthJsApp, startApp, TOKEN_ROUTE } from "./support/start-app.ts";

// Run in Node without jsdom, because the app's server shares this process. The token handler rejects an environment
// with a `window`.
let cloud: OwnAuthority;
let app: AuthJsApp;
let withoutId: AuthJsApp;
beforeAll(async () => {
  cloud = await startOwnAuthority([]);
  [app, withoutId] = await Promise.all([startApp(cloud, { withUserId: true }), startApp(cloud, { withUserId: false })]);
}, 180_000);
afterAll(async () => {
  await Promise.all([app?.close(), withoutId?.close()]);
  await cloud?.close();
});

const signedOut = backendTokenSource({ fetchToken: async () => null });

/** Creates a browser with its own cookies, and functions that sign in to the app. `open` creates a token engine. */
function start({ url }: AuthJsApp) {
  const browser = createCookieFetch();
  let engine: TokenEngine | undefined;

  async function post(path: string, fields: Record<string, string>): Promise<TokenSource> {
    const { csrfToken } = (await (await browser.fetch(`${url}/auth/csrf`)).json()) as { csrfToken: string };
    const body = new URLSearchParams({ csrfToken, ...fields });
    let response = await browser.fetch(url + path, { method: "POST", body, redirect: "manual" });
    // Follow the redirects to the provider and back, until the app's page.
    for (let next = response.headers.get("location"); next !== null && next !== url; ) {
      response = await browser.fetch(next, { redirect: "manual" });
      const location = response.headers.get("location");
      next = location && new URL(location, next).href.replace(/\/$/, "");
    }
    return readSource();
  }

  async function readSource(): Promise<TokenSource> {
    const response = await browser.fetch(`${url}/auth/session`);
    const session: { user: { id?: string; name: string } } | null = await response.json();
    const source = session
      ? backendTokenSource({ url: url + TOKEN_ROUTE, key: session.user.id ?? session.user.name })
      : signedOut;
    engine?.setTokenSource(source);
    return source;
  }

  return {
    browser,
    signIn: (name: string) => post("/auth/callback/credentials", { name }),
    signInByOpenId: (login_hint: string) =>
      post(`/auth/signin/oidc?${new URLSearchParams({ login_hint, prompt: "login" })}`, {}),
    signOut: () => post("/auth/signout", {}),
    open(tokenSource: TokenSource) {
      const createdEngine = createTokenEngine({ baseUrl: cloud.url, tokenSource, fetch: browser.fetch });
      onTestFinished(() => createdEngine.dispose());
      engine = createdEngine;
      return createdEngine;
    },
  };
}

async function callApi(engine: TokenEngine): Promise<number> {
  const headers = { Authorization: `Bearer ${await engine.getToken()}` };
  return (await fetch(`${cloud.url}/v1/threads`, { headers })).status;
}

describe("authjs", () => {
  it("sign-in: the token route checks the Auth.js session and uses the API key to mint a token", async () => {
    const { open, signIn } = start(app);
    const engine = open(await signIn("ada"));
    expect(await callApi(engine)).toBe(200);
    expect(engine.getSnapshot()).toMatchObject({ status: "authenticated", userId: "ada", workspaceId: "ada" });
    expect(await engine.refresh()).not.toBeNull();
  });

  it("sign-in: a user of an OpenID provider gets the same workspace after the next sign-in", async () => {
    const visits = [];
    for (const browser of [start(app), start(app)]) {
      const engine = browser.open(await browser.signInByOpenId("ada"));
      expect(await callApi(engine)).toBe(200);
      visits.push(engine.getSnapshot());
      await browser.signOut();
    }
    const ids = { userId: "oidc|ada", workspaceId: "oidc|ada" };
    expect(visits).toMatchObject([ids, ids]);
  });

  it("switch: after another user signs in with Auth.js, the app gets that user's token", async () => {
    const { open, signIn } = start(app);
    const engine = open(await signIn("ada"));
    const before = await engine.getToken();
    await signIn("grace");
    expect(await engine.getToken()).not.toBe(before);
    expect(engine.getSnapshot()).toMatchObject({ userId: "grace", workspaceId: "grace" });
    expect(await callApi(engine)).toBe(200);
  });

  it("sign-out: the app drops the token, and the token route returns no new token", async () => {
    const { open, signIn, signOut } = start(app);
    const source = await signIn("ada");
    const engine = open(source);
    await engine.getToken();
    await signOut();
    expect(await engine.getToken()).toBeNull();
    expect(engine.getSnapshot()).toMatchObject({ status: "unauthenticated", userId: null });
    await expect(open(source).getToken()).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("failure: a session that has ended on the server causes the error `unauthenticated`", async () => {
    const { open, browser, signIn } = start(app);
    const engine = open(await signIn("ada"));
    await engine.getToken();
    browser.clear();
    await expect(engine.refresh()).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("failure: the default session of Auth.js, which has no user id, causes an error on the server", async () => {
    const { open, signIn } = start(withoutId);
    await expect(open(await signIn("ada")).getToken()).rejects.toMatchObject({ code: "source_failed" });
    expect(withoutId.faults.at(-1)).toMatchObject({
      code: "configuration",
      message: "`workspaceId` must be a string.",
      remedy: expect.stringContaining("the id of a workspace"),
    });
  });

  it("failure: if a token source returns the session cookie, the error names an encrypted token", async () => {
    const { open, browser, signIn } = start(app);
    await signIn("ada");
    const token = /session-token=([^;]+)/.exec(browser.cookieFor(app.url))?.[1] ?? "";
    const engine = open(providerTokenSource({ key: "ada", getToken: async () => token }));
    await expect(engine.getToken()).rejects.toMatchObject({
      code: "invalid_token",
      message: expect.stringContaining("encrypted token (JWE)"),
    });
  });
});
