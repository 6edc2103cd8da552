import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { call, exchange } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { AUDIENCE, startIssuer } from "../support/start-issuer.ts";

const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let authority: Authority;

beforeAll(async () => {
  storage = await openTestStorage();
  authority = await createAuthority({ storage, issuer });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await authority.close();
  await storage.close();
});

const preflight = (from: Pick<Authority, "fetch">, origin: string) =>
  call(from, "/v1/auth/tokens/refresh", {
    method: "OPTIONS",
    headers: {
      Origin: origin,
      "Access-Control-Request-Method": "POST",
      "Access-Control-Request-Headers": "authorization,content-type,aui-sdk",
    },
  });
const allowing = (...allowedOrigins: string[]) => createAuthority({ storage, issuer, allowedOrigins });

test("S57 if `allowedOrigins` is not set, a preflight response allows all origins, but not credentials", async () => {
  const { status, headers } = await preflight(authority, "https://app.example.com");
  expect(status).toBe(204);
  expect(headers.get("Access-Control-Allow-Origin")).toBe("*");
  const allowed = headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(",");
  for (const name of ["authorization", "content-type", "aui-sdk", "aui-user-id", "aui-workspace-id"]) {
    expect(allowed).toContain(name);
  }
  expect(headers.get("Access-Control-Allow-Methods")).toBe("GET,POST,PUT,DELETE");
  expect(headers.get("Access-Control-Max-Age")).toBe("7200");
  expect(headers.get("Access-Control-Expose-Headers")).toBe("Authorization,Retry-After");
  expect(headers.has("Access-Control-Allow-Credentials")).toBe(false);
});

test("F75 S98 a preflight response allows the request headers that Sentry and OpenTelemetry add", async () => {
  const { headers } = await preflight(authority, "https://app.example.com");
  const allowed = headers.get("Access-Control-Allow-Headers")?.toLowerCase().split(",");
  for (const name of ["sentry-trace", "baggage", "traceparent", "tracestate"]) expect(allowed).toContain(name);
});

test("S57 only a listed origin gets CORS headers, and the Vary header of each response contains `Origin`", async () => {
  const provider = await startIssuer();
  const listed = await createAuthority({
    ...{ storage, issuer, projectId: "listed", allowInsecureJwks: true },
    allowedOrigins: ["https://app.example.com"],
  });
  await listed.rules.add({
    name: "provider",
    issuer: provider.issuer,
    jwksUrl: provider.jwksUrl,
    audience: AUDIENCE,
  });
  const bearer = await provider.sign();
  const ask = (path: string, method: string, origin: string) =>
    call(listed, path, { method, bearer, headers: { Origin: origin } });
  for (const [path, method] of [
    ["/v1/auth/tokens/exchange", "POST"],
    ["/v1/threads", "GET"],
    ["/v1/auth/tokens", "POST"],
    ["/v1/nowhere", "GET"],
  ] as const) {
    const answer = await ask(path, method, "https://app.example.com");
    expect(answer.headers.get("Access-Control-Allow-Origin"), path).toBe("https://app.example.com");
    expect(answer.headers.get("Access-Control-Expose-Headers"), path).toBe("Authorization,Retry-After");
    expect(answer.headers.get("Vary"), path).toContain("Origin");
    expect(answer.headers.has("Access-Control-Allow-Credentials"), path).toBe(false);
    const foreign = await ask(path, method, "https://evil.example");
    expect(foreign.status).toBe(answer.status);
    expect(foreign.headers.get("Vary"), path).toContain("Origin");
    const names = [...foreign.headers.keys()].filter((name) => name.startsWith("access-control-"));
    expect(names, path).toEqual([]);
  }
  expect((await exchange(listed, bearer)).status).toBe(200);
  await listed.close();
  await provider.close();
});

test("S57 an error response has CORS headers, so an app on another origin can read the error", async () => {
  const reply = await call(authority, "/v1/threads", { headers: { Origin: "https://app.example.com" } });
  expect(reply.status).toBe(401);
  expect(reply.headers.get("Access-Control-Allow-Origin")).toBe("*");
});

test("S58 a preflight response allows an origin only if an entry of `allowedOrigins` matches the origin", async () => {
  const listed = await allowing("https://example.com", "https://*.example.org:8443", "http://localhost:5173");
  const allowed = [
    "https://example.com",
    "https://a.example.org:8443",
    "https://a.b.example.org:8443",
    "http://localhost:5173",
  ];
  for (const origin of allowed) {
    const { headers } = await preflight(listed, origin);
    expect(headers.get("Access-Control-Allow-Origin")).toBe(origin);
    expect(headers.get("Vary")).toContain("Origin");
  }
  for (const origin of [
    "null",
    "https://evil-example.com",
    "https://example.com.evil",
    "https://example.com:444",
    "http://example.com",
    "https://sub.example.com",
    "https://example.org:8443",
    "https://.example.org:8443",
    "https://a.example.org",
    "https://evilexample.org:8443",
    "https://evil.example/.example.org:8443",
    "http://a.example.org:8443",
    "http://localhost",
    "http://localhost:51733",
    "https://example.com/",
    "https://example.com, https://evil.example",
    "https://EXAMPLE.com",
    "https://example.com.",
    "https://user@a.example.org:8443",
    "",
  ]) {
    const { headers } = await preflight(listed, origin);
    expect(headers.has("Access-Control-Allow-Origin"), origin).toBe(false);
    expect(headers.get("Vary"), origin).toContain("Origin");
  }
  await listed.close();
});

test.each([
  "example.com",
  "http://example.com",
  "https://example.com/path",
  "https://*",
  "https://a.*.com",
  "*",
  "null",
  "ftp://a.b",
])("S58 rejects the entry %j in the list of allowed origins", async (origin) => {
  await expect(allowing(origin)).rejects.toMatchObject({
    code: "invalid_setting",
    message: expect.stringContaining("allowedOrigins"),
  });
});
