import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { unreachableError } from "../../src/storage/authority-storage.ts";
import { call } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";

const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let authority: Authority;
let project = 0;
let away = false;
let time = 0;

beforeAll(async () => {
  storage = await openTestStorage();
}, STORAGE_TIMEOUT_MS);
afterAll(() => storage.close());
beforeEach(async () => {
  away = false;
  time = Date.UTC(2026, 0, 1, 12);
  const shaky: AuthorityStorage = {
    ...storage,
    run: (work) => (away ? Promise.reject(unreachableError("away", "wait")) : storage.run(work)),
  };
  authority = await createAuthority({
    storage: shaky,
    issuer,
    projectId: `origins-${++project}`,
    allowedOrigins: ["https://fixed.example"],
    now: () => time,
  });
  return () => authority.close();
});
const answerTo = async (origin: string) => {
  const { status, headers } = await call(authority, "/v1/threads", { headers: { Origin: origin } });
  return { status, allowed: headers.get("Access-Control-Allow-Origin") };
};

test("S58 the CORS header allows only origins from the database or from the option `allowedOrigins`", async () => {
  expect(await authority.allowedOrigins.add("https://App.Example:443/")).toEqual(["https://app.example"]);
  expect(await authority.allowedOrigins.add("https://app.example")).toEqual(["https://app.example"]);
  expect(await authority.allowedOrigins.add("https://*.example.org")).toHaveLength(2);
  for (const origin of ["https://fixed.example", "https://app.example", "https://a.example.org"]) {
    expect((await answerTo(origin)).allowed).toBe(origin);
  }
  for (const origin of ["https://example.org", "https://evil.example", "null"]) {
    expect((await answerTo(origin)).allowed).toBeNull();
  }
  expect(await authority.allowedOrigins.remove("https://app.example")).toEqual(["https://*.example.org"]);
  expect((await answerTo("https://app.example")).allowed).toBeNull();
  await expect(authority.allowedOrigins.remove("https://app.example")).rejects.toMatchObject({ code: "not_found" });
});

test("S58 rejects an invalid origin, and a list of more than 32 origins", async () => {
  for (const origin of ["*", "null", "", "http://app.example", "https://app.example/path", "https://a.*.example"]) {
    await expect(authority.allowedOrigins.add(origin)).rejects.toMatchObject({ code: "invalid_setting" });
  }
  const many = Array.from({ length: 33 }, (_, index) => `https://app-${index}.example`);
  await expect(authority.allowedOrigins.set(many)).rejects.toMatchObject({ code: "invalid_setting" });
  expect(await authority.allowedOrigins.set(many.slice(1))).toHaveLength(32);
});

test.each(["capacitor://localhost", "tauri://localhost", "chrome-extension://abcdefghijklmnopabcdefghijklmnop"])(
  "the CORS header allows the stored origin %s of an app or an extension, and no other origin of its scheme",
  async (own) => {
    expect(await authority.allowedOrigins.add(own)).toEqual([own]);
    expect((await answerTo(own)).allowed).toBe(own);
    for (const other of [`${own}.evil`, own.replace("://", "://x"), "null"]) {
      expect((await answerTo(other)).allowed).toBeNull();
    }
    for (const malformed of [`${own}/path`, "capacitor://*", "file://localhost"]) {
      await expect(authority.allowedOrigins.add(malformed)).rejects.toMatchObject({ code: "invalid_setting" });
    }
    expect(await authority.allowedOrigins.remove(own)).toEqual([]);
  },
);

test("stores every origin if twenty origins are added concurrently", async () => {
  const origins = Array.from({ length: 20 }, (_, index) => `https://app-${index}.example`);
  await Promise.all(origins.map((origin) => authority.allowedOrigins.add(origin)));
  expect((await authority.allowedOrigins.list()).sort()).toEqual(origins.sort());
});

test("a web page of an allowed origin can read an error response while the database is unreachable", async () => {
  await authority.allowedOrigins.add("https://app.example");
  expect((await answerTo("https://app.example")).status).toBe(401);
  away = true;
  time += 120_000;
  expect((await answerTo("https://app.example")).allowed).toBe("https://app.example");
  const mint = await call(authority, "/v1/auth/tokens", {
    method: "POST",
    bearer: "sk_aui_proj_x",
    headers: { "Aui-Workspace-Id": "w" },
  });
  expect(mint.status).toBe(503);
});
