import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { unreachableError } from "../../src/storage/authority-storage.ts";
import { refreshTokens } from "../../src/storage/schema.ts";
import { anonymous, call, type Reply, refresh } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
const DAY = 86_400_000;
let storage: AuthorityStorage;
let authority: Authority;
let time = 0;
const now = () => time;

beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  time = Date.UTC(2026, 0, 1, 12);
  authority = await createAuthority({ storage, issuer, anonymous: true, now });
}, STORAGE_TIMEOUT_MS);

const bodyOf = ({ status, body }: Reply) => {
  expect(status).toBe(200);
  const { token, expires_at } = body["refresh_token"] as { token: string; expires_at: string };
  return { token, expires_at, claims: decodeJwt(String(body["access_token"])) };
};

test("S91 rejects a disallowed origin's request for an anonymous token, and creates no visitor", async () => {
  const listed = await createAuthority({
    ...{ storage, issuer, now, anonymous: true, projectId: "listed" },
    allowedOrigins: ["https://app.example.com"],
  });
  const from = (origin: string | null) =>
    call(listed, "/v1/auth/tokens/anonymous", { method: "POST", headers: origin === null ? {} : { Origin: origin } });
  const count = () => storage.run((database) => database.$count(refreshTokens));
  const before = await count();
  for (const origin of ["https://evil.example", "null", "https://app.example.com.evil.example"]) {
    const reply = await from(origin);
    expect(reply).toMatchObject({
      status: 403,
      body: { code: "origin_not_allowed", message: expect.stringContaining("origins add") },
    });
    expect(reply.headers.get("Access-Control-Allow-Origin")).toBe(null);
  }
  expect(await count()).toBe(before);
  // The authority's own origin is always allowed, and other programs send no origin.
  for (const origin of ["https://app.example.com", issuer, null]) bodyOf(await from(origin));
  expect(await count()).toBe(before + 3);
  await listed.close();
});

test("a new visitor gets a unique id and a refresh token that is valid for 30 days", async () => {
  const { token, expires_at, claims } = bodyOf(await anonymous(authority));
  expect(claims.sub).toMatch(/^usr_anon_0[0-9A-Za-z]{24}$/);
  expect(claims["workspace_id"]).toBe(claims.sub);
  expect(claims).toMatchObject({ iss: issuer, project_id: "default", exp: time / 1000 + 300 });
  expect(token).toMatch(/^refresh_0/);
  expect(expires_at).toBe(new Date(time + 30 * DAY).toISOString());
  expect(bodyOf(await anonymous(authority)).claims.sub).not.toBe(claims.sub);
});

test("S50 a refresh token is opaque and random, and the database contains only its hash", async () => {
  const { token } = bodyOf(await anonymous(authority));
  expect(token).toMatch(/^refresh_0[0-9A-Za-z]{43}$/);
  const rows = JSON.stringify(await storage.run((database) => database.select().from(refreshTokens)));
  expect(rows).not.toContain(token.slice("refresh_0".length, 20));
});

test("S52 a refresh token that is unknown, revoked or of another project always causes the same error", async () => {
  const { token } = bodyOf(await anonymous(authority));
  const other = await createAuthority({ storage, issuer, projectId: "other", anonymous: true, now });
  const unknown = `refresh_0${"a".repeat(43)}`;
  expect(await refresh(authority, unknown)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
  expect(await refresh(other, token)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
  await storage.run((database) => database.update(refreshTokens).set({ revokedAt: new Date(time) }));
  expect(await refresh(authority, token)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
});

test.each(["", "refresh_", "refresh_1abc", `refresh_0${"a".repeat(42)}`, `refresh_0${"a".repeat(43)} `, "a.b.c"])(
  "S50 rejects %j as a refresh token",
  async (text) => {
    expect(await refresh(authority, text)).toMatchObject({
      status: 403,
      body: { error: "Invalid refresh token format" },
    });
  },
);

test("S52 while the database is unreachable, a refresh returns 503 and the refresh token stays valid", async () => {
  const { token } = bodyOf(await anonymous(authority));
  let away = false;
  const shaky: AuthorityStorage = {
    ...storage,
    run: (queries) => (away ? Promise.reject(unreachableError("away", "wait")) : storage.run(queries)),
    transaction: (queries) => (away ? Promise.reject(unreachableError("away", "wait")) : storage.transaction(queries)),
  };
  const faults: unknown[] = [];
  const shakyAuthority = await createAuthority({
    storage: shaky,
    issuer,
    anonymous: true,
    now,
    onFault: (error) => faults.push(error),
  });
  away = true;
  for (const later of [0, 6000, 120_000]) {
    time += later;
    for (const reply of [await refresh(shakyAuthority, token), await anonymous(shakyAuthority)]) {
      expect(reply).toMatchObject({ status: 503, body: { code: "storage_unavailable" } });
      expect(reply.headers.get("Retry-After")).toBe("5");
    }
  }
  expect(faults).toHaveLength(6);
  away = false;
  expect((await refresh(shakyAuthority, token)).status).toBe(200);
});

test("S53 disabling anonymous access stops refreshes immediately", async () => {
  const { token } = bodyOf(await anonymous(authority));
  const closed = await createAuthority({ storage, issuer, now });
  for (const reply of [await anonymous(closed), await refresh(closed, token)]) {
    expect(reply).toMatchObject({ status: 403, body: { error: "Anonymous access is not allowed" } });
  }
});

test("S54 fifty concurrent refreshes with one token return the same visitor", async () => {
  const { token, claims } = bodyOf(await anonymous(authority));
  const replies = await Promise.all(Array.from({ length: 50 }, () => refresh(authority, token)));
  expect(new Set(replies.map((reply) => bodyOf(reply).claims.sub))).toEqual(new Set([claims.sub]));
});

test("S61 S62 returns 400 with details for a malformed refresh body, whatever its content type is", async () => {
  const bodies = [
    "",
    "{",
    "null",
    "[]",
    '"refresh_0"',
    "{}",
    '{"refresh_token":7}',
    '{"refresh_token":null}',
    '{"refresh_token":["a"]}',
    '{"__proto__":{"refresh_token":"refresh_0abc"}}',
    '{"constructor":{"prototype":{"refresh_token":"refresh_0abc"}}}',
  ];
  for (const body of bodies) {
    for (const type of ["application/json", "text/plain"]) {
      const reply = await call(authority, "/v1/auth/tokens/refresh", {
        method: "POST",
        body,
        headers: { "Content-Type": type },
      });
      expect(reply, body).toMatchObject({
        status: 400,
        body: { error: "Schema validation error", details: expect.any(Array) },
      });
    }
  }
  expect(Object.hasOwn(Object.prototype, "refresh_token")).toBe(false);
});

test("a refresh ignores unknown properties in the request body and ignores the content type", async () => {
  const { token } = bodyOf(await anonymous(authority));
  const reply = await call(authority, "/v1/auth/tokens/refresh", {
    method: "POST",
    body: JSON.stringify({ refresh_token: token, extra: 1 }),
  });
  expect(reply.status).toBe(200);
});
