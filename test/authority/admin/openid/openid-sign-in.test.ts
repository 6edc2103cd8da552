import type { AuthorityStorage } from "assistant-cloud-auth/authority";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { adminSessions, admins, auditLog } from "../../../../src/authority/storage/schema.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { PASSWORD, tokenOfLink } from "../support/set-up-admin.ts";
import {
  PUBLIC_CLIENT_ID,
  SYMMETRIC_CLIENT_ID,
  sendJson,
  startTeamProvider,
  type TeamProvider,
} from "./support/start-team-provider.ts";
import { openBrowser, openTeamDashboard, type TeamDashboard, type TeamOptions } from "./support/team-dashboard.ts";

let storage: AuthorityStorage;
let provider: TeamProvider;
let dashboard: TeamDashboard;

/** Has the authority start once more, set up otherwise. */
const reopen = (options: TeamOptions) => dashboard.setUp(provider.issuer, options);
const visitor = () => openBrowser(dashboard.url);
const auditOf = async () =>
  (await dashboard.authority.audit.list({ action: "admin" })).entries.map(({ action, details }) => ({
    action,
    details,
  }));

beforeAll(async () => {
  storage = await openTestStorage();
  dashboard = await openTeamDashboard(storage);
  provider = await startTeamProvider(`${dashboard.url}/admin/oidc/callback`);
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await dashboard.close();
  await provider.close();
  await storage.close();
});
beforeEach(async () => {
  await storage.run(async (database) => {
    for (const table of [admins, adminSessions, auditLog]) await database.delete(table);
  });
  await reopen({});
});
afterEach(async () => {
  vi.useRealTimers();
  provider.answerAsUsual();
  await provider.start();
});

describe("somebody who may enter", () => {
  test("comes back to the page of before with a session like any other, which the audit log lays to OpenID alone", async () => {
    const ada = visitor();
    expect(await ada.session()).toEqual({
      signedIn: false,
      isSetUp: false,
      openId: { name: new URL(provider.issuer).host, only: false },
    });
    expect(await ada.enter("ada", "#/activity?code=no_auth_rule")).toBe("/dashboard/#/activity?code=no_auth_rule");
    expect(await ada.session()).toMatchObject({ signedIn: true, isSetUp: false });
    expect((await ada.send("GET", "/rules")).status).toBe(200);
    expect((await ada.send("DELETE", "/session")).status).toBe(204);
    expect(await auditOf()).toEqual([
      { action: "admin.sign_out", details: {} },
      { action: "admin.sign_in", details: { by: "openid" } },
    ]);
    expect(dashboard.faults).toEqual([]);
  });

  test("S60 the session's cookie is the strict one, and that of the sign-in under way is gone", async () => {
    const ada = visitor();
    const begun = await ada.fetch(`${dashboard.url}/admin/oidc/start`, { redirect: "manual" });
    const [pair, ...attributes] = begun.headers.get("Set-Cookie")?.split("; ") ?? [];
    expect(pair).toMatch(/^__Host-aui-openid=v1\.[\w.-]+$/);
    expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=600", "Path=/", "SameSite=Lax", "Secure"]);
    const callback = await ada.signInAt(begun.headers.get("Location") ?? "", "ada");
    const back = await ada.fetch(callback, { redirect: "manual" });
    expect(back.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-aui-openid=; Max-Age=0; Path=\/; .*Secure/),
      expect.stringMatching(/^__Host-aui-admin=[\w-]{43}; Max-Age=86400; Path=\/; HttpOnly; Secure; SameSite=Strict$/),
    ]);
    expect(back.headers.get("Cache-Control")).toBe("no-store");
    expect(back.headers.get("Content-Security-Policy")).toContain("frame-ancestors 'none'");
  });

  test("the provider is asked for a code with PKCE by a hash, a state and a nonce, new each time", async () => {
    const [first, second] = [new URL(await visitor().start()), new URL(await visitor().start())];
    expect(Object.fromEntries(first.searchParams)).toEqual({
      client_id: "dashboard",
      response_type: "code",
      scope: "openid",
      redirect_uri: `${dashboard.url}/admin/oidc/callback`,
      code_challenge_method: "S256",
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
      state: expect.stringMatching(/^[\w-]{43}$/),
      nonce: expect.stringMatching(/^[\w-]{43}$/),
    });
    for (const name of ["state", "nonce", "code_challenge"]) {
      expect(second.searchParams.get(name)).not.toBe(first.searchParams.get(name));
    }
  });

  test.each([
    ["a verified e-mail, in letters of any size", { allow: { emails: ["ADA@team.example"] } }],
    ["a group among several", { allow: { claim: { name: "groups", value: "platform" } }, scope: "openid groups" }],
    [
      "an e-mail and the group that is required besides",
      {
        allow: { emails: ["ada@team.example"], claim: { name: "groups", value: "staff" } },
        scope: "openid email groups",
      },
    ],
  ])("may be named by %s", async (_, adminOpenId) => {
    await reopen({ adminOpenId });
    expect(await visitor().enter("ada")).toBe("/dashboard/#/audit");
  });

  test("comes in by a client without a secret, too", async () => {
    await reopen({ adminOpenId: { clientId: PUBLIC_CLIENT_ID } });
    expect(await visitor().enter("ada")).toBe("/dashboard/#/audit");
  });

  test("may have opened the dashboard by another name of this machine", async () => {
    const ada = visitor();
    const answer = await fetch(`${dashboard.url.replace("localhost", "127.0.0.1")}/admin/oidc/start?page=%23/keys`, {
      redirect: "manual",
    });
    const there = answer.headers.get("Location") ?? "";
    expect(there).toBe(`${dashboard.url}/admin/oidc/start?page=%23/keys`);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    const begun = await ada.fetch(there, { redirect: "manual" });
    expect(await ada.come(await ada.signInAt(begun.headers.get("Location") ?? "", "ada"))).toBe("/dashboard/#/keys");
  });

  test("may begin at one process and come back to another", async () => {
    const ada = visitor();
    const callback = await ada.signInAt(await ada.start(), "ada");
    await reopen({ adminOpenId: {} });
    expect(await ada.come(callback)).toBe("/dashboard/#/audit");
  });
});

describe("somebody who may not enter", () => {
  test.each([
    ["is not named", "eve", { allow: { subjects: ["ada"], emails: ["ada@team.example"] } }],
    ["has an e-mail that is not verified", "mallory", { allow: { emails: ["ada@team.example"] } }],
    ["has one that is verified by the word `true` alone", "trudy", { allow: { emails: ["ada@team.example"] } }],
    [
      "is not of the group",
      "mallory",
      { allow: { claim: { name: "groups", value: "staff" } }, scope: "openid groups" },
    ],
    [
      "is named, but not of the group",
      "ada",
      { allow: { subjects: ["ada"], claim: { name: "groups", value: "owners" } }, scope: "openid groups" },
    ],
    ["brings a claim by inheritance alone", "ada", { allow: { claim: { name: "constructor.name", value: "Object" } } }],
  ])("S60 is refused who %s, and it is noted without a name", async (_, person, adminOpenId) => {
    await reopen({ adminOpenId });
    const browser = visitor();
    expect(await browser.enter(person)).toBe("/dashboard/?sign-in=not_allowed#/audit");
    expect(await browser.session()).toMatchObject({ signedIn: false });
    expect(browser.cookieFor(dashboard.url)).toBe("");
    expect(await auditOf()).toEqual([{ action: "admin.sign_in_refused", details: { by: "openid" } }]);
    const rows = await storage.run((database) => database.select().from(auditLog));
    for (const secret of [person, "team.example", "elsewhere.example"]) {
      expect(JSON.stringify([rows, dashboard.faults])).not.toContain(secret);
    }
  });

  test("S60 is held back after five tries within a minute, whichever way they come", async () => {
    for (let tries = 0; tries < 3; tries++) expect(await visitor().enter("eve")).toContain("not_allowed");
    for (let tries = 0; tries < 2; tries++) {
      expect((await visitor().send("POST", "/session", { password: "not the password" })).status).toBe(401);
    }
    expect(await visitor().enter("ada")).toBe("/dashboard/?sign-in=too_many#/audit");
    expect((await visitor().send("POST", "/session", { password: PASSWORD })).status).toBe(429);
  });

  test("who breaks off at the provider is told so, which is no guess", async () => {
    for (let tries = 0; tries < 7; tries++) {
      expect(await visitor().enter("")).toBe("/dashboard/?sign-in=cancelled#/audit");
    }
    expect(await auditOf()).toEqual([]);
  });
});

describe("a callback that does not belong to the browser's own sign-in", () => {
  test("S60 is refused once it was used", async () => {
    const ada = visitor();
    const providerUrl = await ada.start();
    const cookie = ada.cookieFor(dashboard.url);
    const callback = await ada.signInAt(providerUrl, "ada");
    expect(await ada.come(callback)).toBe("/dashboard/#/audit");
    // The browser has lost the cookie; whoever has kept it gains nothing.
    expect(await ada.come(callback)).toBe("/dashboard/?sign-in=stale#/overview");
    const replay = await fetch(callback, { redirect: "manual", headers: { Cookie: cookie } });
    expect(replay.headers.get("Location")).toBe("../../dashboard/?sign-in=stale#/audit");
    expect(replay.headers.getSetCookie().join()).not.toContain("__Host-aui-admin");
    expect(await storage.run((database) => database.select().from(adminSessions))).toHaveLength(1);
  });

  test.each([
    ["another state", (url: URL) => url.searchParams.set("state", "x".repeat(43))],
    ["no state", (url: URL) => url.searchParams.delete("state")],
    ["the state twice", (url: URL) => url.searchParams.append("state", url.searchParams.get("state") ?? "")],
  ])("S60 is refused with %s, and the sign-in under way can still be ended", async (_, change) => {
    const ada = visitor();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const changed = new URL(callback);
    change(changed);
    expect(await ada.come(changed.href)).toBe("/dashboard/?sign-in=stale#/audit");
    expect(await ada.session()).toMatchObject({ signedIn: false });
    expect(await ada.come(callback)).toBe("/dashboard/#/audit");
  });

  test("S60 is refused in another browser, so that nobody is signed in as somebody else", async () => {
    const ada = visitor();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const victim = visitor();
    expect(await victim.come(callback)).toBe("/dashboard/?sign-in=stale#/overview");
    await victim.start();
    expect(await victim.come(callback)).toBe("/dashboard/?sign-in=stale#/audit");
    expect(await victim.session()).toMatchObject({ signedIn: false });
    expect(await auditOf()).toEqual([]);
  });

  test("S60 is refused after 10 minutes, and with a cookie that was tampered with", async () => {
    const time = Date.now();
    let passed = 0;
    await reopen({ adminOpenId: {}, now: () => time + passed });
    const ada = visitor();
    const callback = await ada.signInAt(await ada.start(), "ada");
    const cookie = ada.cookieFor(dashboard.url);
    const middle = cookie.length - 40;
    const tampered = `${cookie.slice(0, middle)}${cookie[middle] === "A" ? "B" : "A"}${cookie.slice(middle + 1)}`;
    const answer = await fetch(callback, { redirect: "manual", headers: { Cookie: tampered } });
    expect(answer.headers.get("Location")).toContain("sign-in=stale");
    passed = 600_000;
    expect(await ada.come(callback)).toContain("sign-in=stale");
  });

  test.each([
    ["a code that was made up", (url: URL) => url.searchParams.set("code", "made-up")],
    ["the name of another issuer (RFC 9207)", (url: URL) => url.searchParams.set("iss", "https://evil.example")],
    ["no code at all", (url: URL) => url.searchParams.delete("code")],
    ["an error of its own", (url: URL) => url.searchParams.set("error", "invalid_scope")],
  ])("S60 is refused with %s", async (_, change) => {
    const ada = visitor();
    const callback = new URL(await ada.signInAt(await ada.start(), "ada"));
    change(callback);
    expect(await ada.come(callback.href)).toBe("/dashboard/?sign-in=failed#/audit");
    expect(await ada.session()).toMatchObject({ signedIn: false });
    expect(await auditOf()).toEqual([{ action: "admin.sign_in_refused", details: { by: "openid" } }]);
    expect(dashboard.faults).toEqual([expect.objectContaining({ code: "provider_failed" })]);
  });

  test.each(["nonce", "code_challenge"])("S60 is refused when the provider was asked with another %s", async (name) => {
    const ada = visitor();
    const providerUrl = new URL(await ada.start());
    providerUrl.searchParams.set(name, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    expect(await ada.come(await ada.signInAt(providerUrl.href, "ada"))).toBe("/dashboard/?sign-in=failed#/audit");
    expect(await ada.session()).toMatchObject({ signedIn: false });
  });
});

describe("an ID token", () => {
  test("S60 that was not signed with a published key is refused", async () => {
    provider.swapKeys();
    expect(await visitor().enter("ada")).toBe("/dashboard/?sign-in=failed#/audit");
  });

  test("S10 that is signed with the client's secret is refused", async () => {
    await reopen({ adminOpenId: { clientId: SYMMETRIC_CLIENT_ID } });
    expect(await visitor().enter("ada")).toBe("/dashboard/?sign-in=failed#/audit");
  });
});

describe("the page to come back to", () => {
  test.each([
    "https://evil.example/",
    "//evil.example",
    "#//evil.example/x\r\nSet-Cookie: a=b",
    "/../../evil",
    "@evil.example",
    "#setup=0123456789",
    "#/<script>",
    "javascript:alert(1)",
    `#/${"x".repeat(600)}`,
  ])("S60 is the overview in place of %j", async (page) => {
    expect(await visitor().enter("ada", page)).toBe("/dashboard/#/overview");
  });
});

describe("a provider that is not as it should be", () => {
  test("is told to be out of reach, and the password still opens the dashboard", async () => {
    const token = tokenOfLink((await dashboard.authority.dashboard.createFirstSetUpLink()) ?? "");
    await provider.stop();
    const ada = visitor();
    expect((await ada.send("POST", "/setup", { token, password: PASSWORD })).status).toBe(200);
    expect((await ada.send("DELETE", "/session")).status).toBe(204);
    expect(await ada.start()).toBe(`${dashboard.url}/dashboard/?sign-in=unreachable#/audit`);
    expect(dashboard.faults).toEqual([expect.objectContaining({ code: "provider_failed" })]);
    expect((await ada.send("POST", "/session", { password: PASSWORD })).status).toBe(200);
  });

  test("is told to be out of reach as well when it goes while somebody signs in", async () => {
    const ada = visitor();
    const callback = await ada.signInAt(await ada.start(), "ada");
    await provider.stop();
    expect(await ada.come(callback)).toBe("/dashboard/?sign-in=unreachable#/audit");
    expect(await auditOf()).toEqual([]);
  });

  test("is tried again a few seconds after it was out of reach, and not before", async () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    await provider.stop();
    expect(await visitor().start()).toContain("sign-in=unreachable");
    await provider.start();
    expect(await visitor().start()).toContain("sign-in=unreachable");
    vi.advanceTimersByTime(5_000);
    expect(await visitor().enter("ada")).toBe("/dashboard/#/audit");
  });

  test("S34 is not read on when its answer is larger than 256 KB", async () => {
    provider.answerWith("/openid-configuration", (response) => {
      sendJson(response, 200, { issuer: provider.issuer, filler: "x".repeat(300_000) });
    });
    expect(await visitor().start()).toContain("sign-in=unreachable");
  });

  test("S33 is not followed when it redirects", async () => {
    provider.answerWith("/openid-configuration", (response) => {
      response.writeHead(302, { Location: "/elsewhere" }).end();
    });
    expect(await visitor().start()).toContain("sign-in=failed");
  });

  test.each([
    ["another issuer", { issuer: "https://login.example.com/{tenantid}" }],
    ["an entrance that is no address of the web", { authorization_endpoint: "javascript:alert(1)" }],
  ])("S60 is refused when it names %s", async (_, more) => {
    provider.answerWith("/openid-configuration", (response) => {
      const { issuer } = provider;
      const usual = { issuer, authorization_endpoint: `${issuer}/auth`, token_endpoint: `${issuer}/token` };
      sendJson(response, 200, { ...usual, jwks_uri: `${issuer}/jwks`, ...more });
    });
    expect(await visitor().start()).toContain("sign-in=failed");
  });

  test("S47 is told of to the operator in codes alone", async () => {
    provider.answerWith("/token", (response) => {
      sendJson(response, 400, { error: "ada@team.example", error_description: "secret words about ada" });
    });
    expect(await visitor().enter("ada")).toContain("sign-in=failed");
    const [fault] = dashboard.faults as Error[];
    expect(fault?.message).toBe(
      "Signing in to the dashboard by the OpenID provider failed: its endpoint answered 400 something else.",
    );
    expect(fault?.cause).toBeUndefined();
  });
});

describe("with the password switched off", () => {
  test.each([
    ["POST", "/session", { password: PASSWORD }],
    ["POST", "/setup", { token: "0".repeat(43), password: PASSWORD }],
    ["PUT", "/password", { current: PASSWORD, password: "another walk by the sea" }],
  ])("%s %s is answered 403 with the way that is left", async (method, path, body) => {
    await reopen({ adminOpenId: { passwordSignIn: false, name: "Team login" } });
    const ada = visitor();
    await ada.enter("ada");
    const reply = await ada.send(method, path, body);
    expect(reply.status).toBe(403);
    expect(await reply.json()).toMatchObject({ code: "password_off", remedy: "Sign in with Team login." });
    expect(await ada.session()).toMatchObject({ signedIn: true, openId: { name: "Team login", only: true } });
  });

  test("no first set-up link is made", async () => {
    await reopen({ adminOpenId: { passwordSignIn: false } });
    expect(await dashboard.authority.dashboard.createFirstSetUpLink()).toBeNull();
  });
});
