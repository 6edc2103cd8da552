import { afterEach, expect, test, vi } from "vitest";
import { adminSessions, admins } from "../../../src/storage/schema.ts";
import { cookieOf, ISSUER, PASSWORD, setUpAdmin, tokenOfLink } from "../support/set-up-admin.ts";

const HOUR_MS = 3_600_000;
const admin = setUpAdmin();
const state = (cookie?: string) => admin.send("GET", "/session", cookie === undefined ? {} : { cookie });
afterEach(() => {
  vi.useRealTimers();
});
const signIn = (password: string) => admin.send("POST", "/session", { body: { password } });

test("a set-up link has its token in the URL's fragment, and using the link signs the admin in", async () => {
  const link = await admin.authority.dashboard.createFirstSetUpLink();
  expect(link).toMatch(new RegExp(`^${ISSUER}/dashboard/#setup=[\\w-]{43}$`));
  expect((await state()).body).toEqual({ signedIn: false, isSetUp: false });
  const token = tokenOfLink(link ?? "");
  const reply = await admin.send("POST", "/setup", { body: { token, password: PASSWORD } });
  expect(reply).toMatchObject({
    status: 200,
    body: {
      signedIn: true,
      isSetUp: true,
      expiresAt: "2026-01-01T20:00:00.000Z",
      endsAt: "2026-01-02T12:00:00.000Z",
    },
  });
  expect((await state(cookieOf(reply))).body).toEqual(reply.body);
  expect((await state()).body).toEqual({ signedIn: false, isSetUp: true });
  expect(await admin.authority.dashboard.createFirstSetUpLink()).toBeNull();
});

test("S60 the session cookie has the prefix __Host-, the path /, Secure, HttpOnly and SameSite=Strict", async () => {
  const token = await admin.setUpToken();
  const { headers } = await admin.send("POST", "/setup", { body: { token, password: PASSWORD } });
  const [pair, ...attributes] = headers.getSetCookie()[0]?.split("; ") ?? [];
  expect(pair).toMatch(/^__Host-aui-admin=[\w-]{43}$/);
  expect(attributes.sort()).toEqual(["HttpOnly", "Max-Age=86400", "Path=/", "SameSite=Strict", "Secure"]);
});

test("S60 a set-up link works only once, even if it is used twice concurrently", async () => {
  const body = { token: await admin.setUpToken(), password: PASSWORD };
  const replies = await Promise.all([admin.send("POST", "/setup", { body }), admin.send("POST", "/setup", { body })]);
  expect(replies.map(({ status }) => status).sort()).toEqual([200, 403]);
  const third = await admin.send("POST", "/setup", { body });
  expect(third).toMatchObject({ status: 403, body: { code: "set_up_refused" } });
  expect(third.headers.get("Set-Cookie")).toBeNull();
});

test("S60 a set-up link expires after an hour or when a newer link replaces it", async () => {
  const [first, second] = [await admin.setUpToken(), await admin.setUpToken()];
  const use = (token: string) => admin.send("POST", "/setup", { body: { token, password: PASSWORD } });
  expect((await use(first)).status).toBe(403);
  admin.pass(HOUR_MS);
  expect((await use(second)).status).toBe(403);
  expect((await use(await admin.setUpToken())).status).toBe(200);
});

test("an admin's password stays valid until a set-up link is used to replace it; then old sessions end", async () => {
  const old = await admin.signIn();
  const token = await admin.setUpToken();
  expect((await signIn(PASSWORD)).status).toBe(200);
  const other = "quite another walk by the sea";
  expect((await admin.send("POST", "/setup", { body: { token, password: other } })).status).toBe(200);
  expect((await state(old)).body).toMatchObject({ signedIn: false });
  expect((await signIn(PASSWORD)).status).toBe(401);
  expect((await signIn(other)).status).toBe(200);
});

test.each([
  "short",
  "elevenchars",
  "password1234",
  "passwordpassword",
  "Administrator!1",
  "aaaaaaaaaaaaaaaa",
  "121212121212",
  "123456789012",
  "qwertyuiop[]".replace("[]", "as"),
  "0987654321098",
  "x".repeat(300),
])("S60 rejects the new password %j with a field error, and the set-up link stays valid", async (password) => {
  const token = await admin.setUpToken();
  const reply = await admin.send("POST", "/setup", { body: { token, password } });
  expect(reply).toMatchObject({ status: 400, body: { fields: { password: expect.any(String) } } });
  expect(await admin.storage.run((database) => database.select().from(adminSessions))).toHaveLength(1);
});

test("S60 using a set-up link's token as the new password is an error, but counts as no failed sign-in", async () => {
  const token = await admin.setUpToken();
  for (let tries = 0; tries < 7; tries++) {
    const reply = await admin.send("POST", "/setup", { body: { token, password: token } });
    expect(reply.body.fields).toEqual({ password: expect.stringContaining("Must differ from the set-up link") });
  }
});

test("a sign-in accepts the password in another Unicode normalization form", async () => {
  const token = await admin.setUpToken();
  await admin.send("POST", "/setup", { body: { token, password: "Spaziergang am Fluß, schön" } });
  expect((await signIn("Spaziergang am Fluß, scho\u0308n")).status).toBe(200);
});

test("S60 a password change requires the current password and ends the admin's other sessions", async () => {
  const cookie = await admin.signIn();
  const other = await admin.signIn();
  const change = (current: string, password: string) =>
    admin.send("PUT", "/password", { cookie, body: { current, password } });
  const next = "another walk by the sea";
  expect(await change("not the password", next)).toMatchObject({
    status: 403,
    body: { code: "password_refused", fields: { current: expect.any(String) } },
  });
  for (const weak of ["short", PASSWORD, "password1234"]) {
    expect(await change(PASSWORD, weak)).toMatchObject({
      status: 400,
      body: { fields: { password: expect.any(String) } },
    });
  }
  const changed = await change(PASSWORD, next);
  expect(changed).toMatchObject({ status: 200, body: { signedIn: true } });
  for (const old of [cookie, other]) expect((await state(old)).body).toMatchObject({ signedIn: false });
  expect((await state(cookieOf(changed))).body).toMatchObject({ signedIn: true });
  expect((await signIn(PASSWORD)).status).toBe(401);
  expect((await signIn(next)).status).toBe(200);
});

test("S60 a sign-in returns the same response for a wrong password and for an unknown admin", async () => {
  const missing = await signIn(PASSWORD);
  await admin.signIn();
  const wrong = await signIn("not the password");
  expect(missing).toMatchObject({ status: 401, body: { code: "sign_in_refused" } });
  expect(wrong.body).toEqual(missing.body);
  expect(wrong.headers.get("WWW-Authenticate")).toBeNull();
});

test("S60 rejects the sixth sign-in within a minute even with the right password", async () => {
  // The limit uses the machine's clock, not the authority's clock, so replace `Date`.
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() });
  await admin.signIn();
  for (let tries = 0; tries < 5; tries++) expect((await signIn("not the password")).status).toBe(401);
  const held = await signIn(PASSWORD);
  expect(held).toMatchObject({ status: 429, body: { code: "rate_limited", retryAfter: 60 } });
  expect(held.headers.get("Retry-After")).toBe("60");
  const token = await admin.setUpToken();
  expect((await admin.send("POST", "/setup", { body: { token, password: PASSWORD } })).status).toBe(429);
  vi.setSystemTime(Date.now() + 60_000);
  expect((await signIn(PASSWORD)).status).toBe(200);
});

test("S60 a successful sign-in resets the count of failed attempts", async () => {
  await admin.signIn();
  for (let tries = 0; tries < 4; tries++) expect((await signIn("not the password")).status).toBe(401);
  expect((await signIn(PASSWORD)).status).toBe(200);
  for (let tries = 0; tries < 2; tries++) expect((await signIn("not the password")).status).toBe(401);
});

test("S60 a session ends after 8 hours without a request, and in any case after 24 hours", async () => {
  const idle = await admin.signIn();
  admin.pass(8 * HOUR_MS - 1);
  expect((await state(idle)).body).toMatchObject({ signedIn: true, expiresAt: "2026-01-02T03:59:59.999Z" });
  admin.pass(8 * HOUR_MS);
  expect((await state(idle)).body).toMatchObject({ signedIn: false });
  expect((await admin.send("GET", "/rules", { cookie: idle })).status).toBe(401);

  const busy = cookieOf(await signIn(PASSWORD));
  for (let hours = 0; hours < 20; hours += 4) {
    admin.pass(4 * HOUR_MS);
    expect((await state(busy)).body).toMatchObject({ signedIn: true });
  }
  admin.pass(4 * HOUR_MS - 1);
  expect((await state(busy)).body).toMatchObject({ signedIn: true });
  admin.pass(1);
  expect((await state(busy)).body).toMatchObject({ signedIn: false });
});

test("S60 signing out ends one session, and signing out everywhere ends all sessions", async () => {
  const [first, second, third] = [
    await admin.signIn(),
    cookieOf(await signIn(PASSWORD)),
    cookieOf(await signIn(PASSWORD)),
  ];
  const out = await admin.send("DELETE", "/session", { cookie: first });
  expect(out.status).toBe(204);
  expect(out.headers.get("Set-Cookie")).toMatch(/^__Host-aui-admin=; Max-Age=0; Path=\/; .*Secure/);
  expect((await state(first)).body).toMatchObject({ signedIn: false });
  expect((await state(second)).body).toMatchObject({ signedIn: true });
  expect((await admin.send("DELETE", "/sessions", { cookie: first })).status).toBe(401);
  expect((await admin.send("DELETE", "/sessions", { cookie: second })).status).toBe(204);
  for (const cookie of [second, third]) expect((await state(cookie)).body).toMatchObject({ signedIn: false });
});

test("S47 the database contains no password, token or session in plain text", async () => {
  const token = await admin.setUpToken();
  const reply = await admin.send("POST", "/setup", { body: { token, password: PASSWORD } });
  const cookie = cookieOf(reply);
  await signIn("not the password");
  await admin.send("DELETE", "/session", { cookie });
  const again = cookieOf(await signIn(PASSWORD));
  await admin.send("DELETE", "/sessions", { cookie: again });
  const last = cookieOf(await signIn(PASSWORD));
  const { body } = await admin.send("GET", "/audit?action=admin", { cookie: last });
  expect(body.entries.map(({ action, actor }: { action: string; actor: string }) => `${actor} ${action}`)).toEqual([
    "admin admin.sign_in",
    "admin admin.sign_out_everywhere",
    "admin admin.sign_in",
    "admin admin.sign_out",
    "admin admin.sign_in_refused",
    "admin admin.set_up",
    "program admin.reset",
  ]);
  const rows = await admin.storage.run(async (database) => [
    await database.select().from(admins),
    await database.select().from(adminSessions),
  ]);
  const stored = JSON.stringify([rows, body]);
  for (const secret of [token, PASSWORD, cookie.split("=")[1] ?? "", last.split("=")[1] ?? ""]) {
    expect(secret).not.toBe("");
    expect(stored).not.toContain(secret);
  }
  expect(stored).toContain("scrypt$");
});

test("S60 rejects a sign-in if another request changes the password during the sign-in", async () => {
  await admin.signIn();
  const { storage } = admin;
  const { transaction } = storage;
  storage.transaction = async (work) => {
    storage.transaction = transaction;
    await storage.run((database) => database.update(admins).set({ passwordHash: "scrypt$salt$hash" }));
    return transaction(work);
  };
  try {
    const reply = await signIn(PASSWORD);
    expect(reply).toMatchObject({ status: 401, body: { code: "sign_in_refused" } });
    expect(reply.headers.get("Set-Cookie")).toBeNull();
  } finally {
    storage.transaction = transaction;
  }
});
