import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { auditLog } from "../../../src/storage/schema.ts";
import { PASSWORD } from "../support/set-up-admin.ts";
import { setUpTeam } from "./support/set-up-team.ts";
import { PUBLIC_CLIENT_ID } from "./support/start-team-provider.ts";

const team = setUpTeam();

describe("an admitted user's sign-in", () => {
  test("after signing in, an admitted user has a session and returns to the previous page", async () => {
    const ada = team.openBrowser();
    expect(await ada.session()).toEqual({
      signedIn: false,
      isSetUp: false,
      openId: { name: new URL(team.provider.issuer).host, only: false },
    });
    expect(await ada.signIn("ada", "#/activity?code=no_auth_rule")).toBe("/dashboard/#/activity?code=no_auth_rule");
    expect(await ada.session()).toMatchObject({ signedIn: true, isSetUp: false });
    expect((await ada.send("GET", "/rules")).status).toBe(200);
    expect((await ada.send("DELETE", "/session")).status).toBe(204);
    expect(await team.audit()).toEqual([
      { action: "admin.sign_out", details: {} },
      { action: "admin.sign_in", details: { by: "openid" } },
    ]);
    expect(team.dashboard.faults).toEqual([]);
  });

  test("S60 a finished sign-in sets a strict session cookie and deletes the pending sign-in's cookie", async () => {
    const ada = team.openBrowser();
    const begun = await ada.fetch(`${team.dashboard.url}/admin/oidc/start`, { redirect: "manual" });
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

  test("every sign-in sends a new PKCE challenge, state and nonce", async () => {
    const [first, second] = [new URL(await team.openBrowser().start()), new URL(await team.openBrowser().start())];
    expect(Object.fromEntries(first.searchParams)).toEqual({
      client_id: "dashboard",
      response_type: "code",
      scope: "openid profile",
      redirect_uri: `${team.dashboard.url}/admin/oidc/callback`,
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
    ["the user's e-mail in another capitalization", { allow: { emails: ["ADA@team.example"] } }],
    [
      "one of the user's several groups",
      { allow: { claim: { name: "groups", value: "platform" } }, scope: "openid groups" },
    ],
    [
      "the user's e-mail and require one of the user's groups",
      {
        allow: { emails: ["ada@team.example"], claim: { name: "groups", value: "staff" } },
        scope: "openid email groups",
      },
    ],
  ])("a user can sign in if the settings allow %s", async (_, adminOpenId) => {
    await team.reopen({ adminOpenId });
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/#/audit");
  });

  test("a user can sign in if the OpenID client has no secret", async () => {
    await team.reopen({ adminOpenId: { clientId: PUBLIC_CLIENT_ID } });
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/#/audit");
  });

  test("a user who opens the dashboard at 127.0.0.1 can sign in if the issuer's host is localhost", async () => {
    const ada = team.openBrowser();
    const answer = await fetch(
      `${team.dashboard.url.replace("localhost", "127.0.0.1")}/admin/oidc/start?page=%23/keys`,
      {
        redirect: "manual",
      },
    );
    const there = answer.headers.get("Location") ?? "";
    expect(there).toBe(`${team.dashboard.url}/admin/oidc/start?page=%23/keys`);
    expect(answer.headers.get("Set-Cookie")).toBeNull();
    const begun = await ada.fetch(there, { redirect: "manual" });
    expect(await ada.openCallback(await ada.signInAt(begun.headers.get("Location") ?? "", "ada"))).toBe(
      "/dashboard/#/keys",
    );
  });

  test("a sign-in can start in one process and finish in another", async () => {
    const ada = team.openBrowser();
    const callback = await ada.signInAt(await ada.start(), "ada");
    await team.reopen({ adminOpenId: {} });
    expect(await ada.openCallback(callback)).toBe("/dashboard/#/audit");
  });
});

describe("an admin who signed in with the OpenID provider", () => {
  const staff = { claim: { name: "groups", value: "staff" } };
  test.each([
    ["the subject is removed from the list", { allow: { subjects: ["ada"] } }, { allow: { subjects: ["eve"] } }],
    [
      "the e-mail is removed from the list",
      { allow: { emails: ["ada@team.example"] } },
      { allow: { emails: ["eve@elsewhere.example"] } },
    ],
    [
      "the required group changes",
      { allow: staff, scope: "openid groups" },
      { allow: { claim: { name: "groups", value: "owners" } }, scope: "openid groups" },
    ],
    ["a group becomes required", {}, { allow: { subjects: ["ada"], ...staff } }],
    ["the provider is replaced", {}, { issuer: "https://login.example.com" }],
  ])("S84 signs an admin out at the next request if %s", async (_, before, after) => {
    await team.reopen({ adminOpenId: before });
    const ada = team.openBrowser();
    await ada.signIn("ada");
    expect((await ada.send("GET", "/rules")).status).toBe(200);
    await team.reopen({ adminOpenId: before });
    expect((await ada.send("GET", "/rules")).status).toBe(200);
    await team.reopen({ adminOpenId: after });
    expect((await ada.send("GET", "/rules")).status).toBe(401);
    expect(await ada.session()).toMatchObject({ signedIn: false, hasEnded: true });
    await team.reopen({ adminOpenId: before });
    expect((await ada.send("GET", "/rules")).status).toBe(401);
  });

  test("S84 the audit log records an admin's display name and hashed subject, but not the e-mail address", async () => {
    await team.reopen({ adminOpenId: { allow: { subjects: ["ada", "eve"] } } });
    const [ada, eve] = [team.openBrowser(), team.openBrowser()];
    await ada.signIn("ada");
    await eve.signIn("eve");
    expect(await ada.session()).toMatchObject({
      name: expect.stringMatching(/^Ada Lovelace #[\w-]{8}$/),
      signInMethod: "openid",
    });
    await ada.send("POST", "/keys", { name: "by ada", expires: "never" });
    await eve.send("POST", "/keys", { name: "by eve", expires: "never" });
    const { entries } = await team.dashboard.authority.audit.list({ action: "api_key" });
    const marks = ["eve", "ada"].map((sub) => `#${createHash("sha256").update(sub).digest("base64url").slice(0, 8)}`);
    expect(entries.map(({ actor, admin, details }) => [actor, admin, details["name"]])).toEqual([
      ["admin", marks[0], "by eve"],
      ["admin", `Ada Lovelace ${marks[1]}`, "by ada"],
    ]);
    const rows = await team.storage.run((database) => database.select().from(auditLog));
    expect(JSON.stringify(rows)).not.toMatch(/@|elsewhere/);
  });

  test("S84 signing out everywhere ends all sessions of the admin; other admins' sessions continue", async () => {
    await team.reopen({ adminOpenId: { allow: { subjects: ["ada", "eve"] } } });
    const [here, there, eve] = [team.openBrowser(), team.openBrowser(), team.openBrowser()];
    for (const browser of [here, there]) await browser.signIn("ada");
    await eve.signIn("eve");
    expect((await here.send("DELETE", "/sessions")).status).toBe(204);
    expect((await there.send("GET", "/rules")).status).toBe(401);
    expect((await eve.send("GET", "/rules")).status).toBe(200);
  });
});

describe("a user who is not an admin", () => {
  test.each([
    ["is not listed", "eve", { allow: { subjects: ["ada"], emails: ["ada@team.example"] } }],
    ["has an e-mail that is not verified", "mallory", { allow: { emails: ["ada@team.example"] } }],
    ["has `email_verified` as a string", "trudy", { allow: { emails: ["ada@team.example"] } }],
    [
      "is not in the required group",
      "mallory",
      { allow: { claim: { name: "groups", value: "staff" } }, scope: "openid groups" },
    ],
    [
      "is listed but not in the required group",
      "ada",
      { allow: { subjects: ["ada"], claim: { name: "groups", value: "owners" } }, scope: "openid groups" },
    ],
    [
      "has the required claim only as an inherited property",
      "ada",
      { allow: { claim: { name: "constructor.name", value: "Object" } } },
    ],
  ])("S60 rejects a user who %s, and records neither the user's id nor e-mail", async (_, person, adminOpenId) => {
    await team.reopen({ adminOpenId });
    const browser = team.openBrowser();
    expect(await browser.signIn(person)).toBe("/dashboard/?sign-in=not_allowed#/audit");
    expect(await browser.session()).toMatchObject({ signedIn: false });
    expect(browser.cookieFor(team.dashboard.url)).toBe("");
    expect(await team.audit()).toEqual([{ action: "admin.sign_in_refused", details: { by: "openid" } }]);
    const rows = await team.storage.run((database) => database.select().from(auditLog));
    for (const secret of [person, "team.example", "elsewhere.example"]) {
      expect(JSON.stringify([rows, team.dashboard.faults])).not.toContain(secret);
    }
  });

  test("S60 allows five failed sign-ins per minute, and counts password and OpenID sign-ins together", async () => {
    for (let tries = 0; tries < 3; tries++) expect(await team.openBrowser().signIn("eve")).toContain("not_allowed");
    for (let tries = 0; tries < 2; tries++) {
      expect((await team.openBrowser().send("POST", "/session", { password: "not the password" })).status).toBe(401);
    }
    expect(await team.openBrowser().signIn("ada")).toBe("/dashboard/?sign-in=too_many#/audit");
    expect((await team.openBrowser().send("POST", "/session", { password: PASSWORD })).status).toBe(429);
  });

  test("if a user cancels a sign-in, the dashboard shows a message and counts no failed attempt", async () => {
    for (let tries = 0; tries < 7; tries++) {
      expect(await team.openBrowser().signIn("")).toBe("/dashboard/?sign-in=cancelled#/audit");
    }
    expect(await team.audit()).toEqual([]);
  });
});

describe("the page that a sign-in returns to", () => {
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
  ])("S60 a sign-in returns to the overview if the requested page is %j", async (page) => {
    expect(await team.openBrowser().signIn("ada", page)).toBe("/dashboard/#/overview");
  });
});

describe("the dashboard without password sign-in", () => {
  test.each([
    ["POST", "/session", { password: PASSWORD }],
    ["POST", "/setup", { token: "0".repeat(43), password: PASSWORD }],
    ["PUT", "/password", { current: PASSWORD, password: "another walk by the sea" }],
  ])(
    "if password sign-in is disabled, %s %s returns 403 and suggests the provider's sign-in",
    async (method, path, body) => {
      await team.reopen({ adminOpenId: { passwordSignIn: false, name: "Team login" } });
      const ada = team.openBrowser();
      await ada.signIn("ada");
      const reply = await ada.send(method, path, body);
      expect(reply.status).toBe(403);
      expect(await reply.json()).toMatchObject({ code: "password_off", remedy: "Sign in with Team login." });
      expect(await ada.session()).toMatchObject({ signedIn: true, openId: { name: "Team login", only: true } });
    },
  );

  test("if password sign-in is disabled, the authority creates no initial set-up link", async () => {
    await team.reopen({ adminOpenId: { passwordSignIn: false } });
    expect(await team.dashboard.authority.dashboard.createFirstSetUpLink()).toBeNull();
  });
});
