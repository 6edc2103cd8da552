import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import { createTestAuthority, type TestAuthority } from "assistant-cloud-server/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AuthorityServer, serveAuthority } from "../../server/src/index.ts";
import { backendTokenSource, createTokenEngine } from "../../src/index.ts";
import { clerk } from "./clerk.ts";
import { nextApp, nextPages } from "./next.ts";
import { recipes } from "./recipes.ts";
import type { RunningApp } from "./running-app.ts";
import { sveltekit } from "./sveltekit.ts";
import { tanstackStart } from "./tanstack-start.ts";

let authority: TestAuthority;
let api: AuthorityServer;
beforeAll(async () => {
  authority = await createTestAuthority();
  api = await serveAuthority({ authority: authority.authority, port: 0 });
  process.env["ASSISTANT_API_KEY"] = authority.apiKey;
  process.env["ASSISTANT_BACKEND_URL"] = api.url;
  process.env["SESSION_SECRET"] = "a secret of the test";
}, 120_000);
afterAll(async () => {
  await api?.close();
  await authority?.close();
});

const verify = (token: string | null) =>
  createWorkspaceTokenVerifier({ issuer: authority.baseUrl, jwksUrl: `${api.url}/.well-known/jwks.json` })(token ?? "");

const all = [...recipes, clerk, nextApp, nextPages, sveltekit, tanstackStart];

// A framework's development server compiles at the first request, which is slow on a busy machine. Send one before the
// tests, with a long timeout.
describe.each(all)("the example token route for $name", { timeout: 120_000 }, (recipe) => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await recipe.start();
    await sendRequest();
  }, 180_000);
  afterAll(() => app?.close());

  const sendRequest = (headers: Record<string, string> = {}, method = "POST") => fetch(app.route, { method, headers });
  const start = (cookie: string) =>
    createTokenEngine({
      baseUrl: api.url,
      sourceTimeoutMs: 60_000,
      tokenSource: backendTokenSource({ url: app.route, key: "someone", init: { headers: { Cookie: cookie } } }),
    });

  it.each([
    ["org_1", "user_1"],
    ["org_2", "user_2"],
  ])("the example token route returns a token for organization %s and user %s", async (orgId, userId) => {
    const engine = start(await recipe.cookie(orgId, userId));
    try {
      expect(await verify(await engine.getToken())).toMatchObject({ userId, workspaceId: `${orgId}:${userId}` });
    } finally {
      engine.dispose();
    }
  });

  it("the example token route forbids caching, and uses the format that the Accept header asks for", async () => {
    const Cookie = await recipe.cookie("org_1", "user_1");
    const text = await sendRequest({ Cookie, Accept: "text/plain" });
    expect(text.headers.get("Cache-Control")).toContain("no-store");
    expect(await verify(await text.text())).toMatchObject({ userId: "user_1" });
    const json = await sendRequest({ Cookie, Accept: "application/json" });
    expect(await verify(((await json.json()) as { token: string }).token)).toMatchObject({ userId: "user_1" });
  });

  it("the example token route returns the error `unauthenticated` if there is no session", async () => {
    const response = await sendRequest();
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ error: "No user is signed in", code: "unauthenticated" });
    const engine = start("");
    await expect(engine.getToken()).rejects.toMatchObject({ code: "unauthenticated", retryable: false });
    engine.dispose();
  });

  it("S58 the example token route rejects a request from another site, even if the user is signed in", async () => {
    const Cookie = await recipe.cookie("org_1", "user_1");
    for (const headers of [
      { Origin: "https://evil.example" },
      { Origin: "https://evil.example", "Sec-Fetch-Site": "cross-site" },
    ]) {
      expect((await sendRequest({ Cookie, ...headers })).status).toBe(403);
    }
  });

  it("the example token route accepts a same-origin request even without the header Sec-Fetch-Site", async () => {
    const Cookie = await recipe.cookie("org_1", "user_1");
    const { origin: Origin } = new URL(app.route);
    expect((await sendRequest({ Cookie, Origin })).status).toBe(200);
    expect((await sendRequest({ Cookie, Origin, "Sec-Fetch-Site": "same-origin" })).status).toBe(200);
  });

  it("the example token route accepts only POST requests", async () => {
    const response = await sendRequest({ Cookie: await recipe.cookie("org_1", "user_1") }, "GET");
    expect(response.status).toBe(405);
    if (recipe.ownMethodCheck !== true) expect(response.headers.get("Allow")).toBe("POST");
    expect(await response.text()).not.toMatch(/eyJ/);
  });

  it("the example token route accepts a request with the JSON body {}", async () => {
    const response = await fetch(app.route, {
      method: "POST",
      headers: { Cookie: await recipe.cookie("org_1", "user_1"), "Content-Type": "application/json" },
      body: "{}",
    });
    expect(response.status).toBe(200);
  });
});
