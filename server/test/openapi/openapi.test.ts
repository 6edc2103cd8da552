import { Ajv2020 } from "ajv/dist/2020.js";
import { type Authority, type AuthorityStorage, createAuthority } from "assistant-cloud-server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createDecisionLog } from "../../src/activity/decision-log.ts";
import { buildAdmin } from "../../src/admin/build-admin.ts";
import { buildServices } from "../../src/app/build-services.ts";
import { readSettings } from "../../src/config/authority-settings.ts";
import { fullOpenapi, publicOpenapi } from "../../src/openapi/create-openapi.ts";
import { threadPaths } from "../../src/openapi/thread-paths.ts";
import { call, type Reply } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";
import { expectDescribed, type Paths } from "./expect-described.ts";

const ajv = new Ajv2020({ strict: false, validateFormats: false });
let storage: AuthorityStorage;
let provider: TestIssuer;
let authority: Authority;
let apiKey: string;

beforeAll(async () => {
  storage = await openTestStorage();
  provider = await startIssuer();
  authority = await createAuthority({
    moveThreads: async () => 1,
    storage,
    issuer: "https://auth.example.com",
    anonymous: true,
    allowInsecureJwks: true,
  });
  apiKey = (await authority.keys.create({ name: "backend" })).key;
  const { issuer, jwksUrl } = provider;
  await authority.rules.add({ name: "provider", issuer, jwksUrl, audience: AUDIENCE });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await provider.close();
  await storage.close();
});

test("each public route returns the documented responses for successes and errors", async () => {
  const workspace = { "Aui-Workspace-Id": "workspace-1" };
  const visit = async () => {
    const { body } = await call(authority, "/v1/auth/tokens/anonymous", { method: "POST" });
    return (body["refresh_token"] as { token: string }).token;
  };
  const refreshToken = await visit();
  const claimed = await visit();
  const id = await provider.sign();
  const secevent = { "Content-Type": "application/secevent+jwt" };
  const event = { jti: "1", events: { "https://example.com/other": {} } };
  const form = { "Content-Type": "application/x-www-form-urlencoded" };
  const grant = String(
    new URLSearchParams({
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
    }),
  );
  const trials: [string, string, number, (RequestInit & { bearer?: string })?][] = [
    ["post", "/v1/auth/tokens", 200, { bearer: apiKey, headers: workspace }],
    ["post", "/v1/auth/tokens", 401],
    ["post", "/v1/auth/tokens", 403, { bearer: apiKey }],
    ["post", "/v1/auth/tokens/exchange", 200, { bearer: id }],
    ["post", "/v1/auth/tokens/exchange", 401],
    ["post", "/v1/auth/tokens/exchange", 403, { bearer: "a.b.c" }],
    ["post", "/oauth/token", 200, { headers: form, body: `${grant}&subject_token=${id}` }],
    ["post", "/oauth/token", 400, { headers: form, body: grant }],
    ["post", "/oauth/token", 401, { bearer: id, headers: form, body: grant }],
    ["post", "/oauth/token", 413, { headers: form, body: "x".repeat(40_000) }],
    ["post", "/v1/auth/tokens/anonymous", 200],
    ["post", "/v1/auth/tokens/refresh", 200, { body: JSON.stringify({ refresh_token: refreshToken }) }],
    ["post", "/v1/auth/tokens/refresh", 400, { body: "{}" }],
    ["post", "/v1/auth/tokens/refresh", 403, { body: JSON.stringify({ refresh_token: "refresh_0x" }) }],
    ["post", "/v1/auth/tokens/refresh", 413, { body: "x".repeat(20_000) }],
    ["post", "/v1/auth/revocations", 201, { bearer: apiKey, body: JSON.stringify({ user_id: "signed-out" }) }],
    ["get", "/v1/auth/revocations/list", 200],
    [
      "post",
      "/v1/auth/security-events",
      202,
      { headers: secevent, body: await provider.sign(event, { typ: "secevent+jwt" }) },
    ],
    ["post", "/v1/auth/security-events", 400, { headers: secevent, body: id }],
    ["post", "/v1/auth/security-events", 413, { headers: secevent, body: "x".repeat(20_000) }],
    ["post", "/v1/auth/revocations", 400, { bearer: apiKey, body: "{}" }],
    ["post", "/v1/auth/revocations", 401],
    ["post", "/v1/auth/revocations", 403, { bearer: id, body: "{}" }],
    ["post", "/v1/auth/revocations", 413, { bearer: apiKey, body: "x".repeat(20_000) }],
    ["post", "/v1/threads/claim", 200, { bearer: id, body: JSON.stringify({ refresh_token: claimed }) }],
    ["post", "/v1/threads/claim", 400, { bearer: id, body: "{}" }],
    ["post", "/v1/threads/claim", 401],
    ["post", "/v1/threads/claim", 403, { bearer: id, body: JSON.stringify({ refresh_token: claimed }) }],
    ["post", "/v1/threads/claim", 413, { bearer: id, body: "x".repeat(20_000) }],
    ["get", "/.well-known/jwks.json", 200],
    ["get", "/.well-known/openid-configuration", 200],
    ["get", "/.well-known/oauth-authorization-server", 200],
    ["get", "/.well-known/oauth-protected-resource", 200],
    ["get", "/openapi.json", 200],
    ["get", "/healthz", 200],
    ["get", "/readyz", 200],
  ];
  for (const [method, path, status, init] of trials) {
    const reply = await call(authority, path, { method: method.toUpperCase(), ...init });
    expect(reply.status, `${method} ${path}`).toBe(status);
    expectDescribed(path, method, reply);
  }
  const documented = Object.entries(publicOpenapi.paths).flatMap(([path, methods]) =>
    Object.keys(path in threadPaths ? {} : methods).map((method) => `${method} ${path}`),
  );
  const granted = trials.filter(([, , status]) => status < 300).map(([method, path]) => `${method} ${path}`);
  expect(new Set(granted)).toEqual(new Set(documented));
});

test("a rate-limited caller receives the documented response", async () => {
  const limited = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    projectId: "limited",
    anonymous: true,
    rateLimits: { anonymousPerMinute: 1 },
  });
  const visit = async () => {
    const request = new Request("http://authority.test/v1/auth/tokens/anonymous", { method: "POST" });
    const response = await limited.fetch(request, { remoteAddress: "203.0.113.7" });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Reply["body"] };
  };
  await visit();
  const reply = await visit();
  expect(reply.status).toBe(429);
  expectDescribed("/v1/auth/tokens/anonymous", "post", reply);
});

test("serves an OpenAPI document to any caller, and omits the routes of the admin API", async () => {
  const reply = await call(authority, "/openapi.json");
  expect(reply.body).toEqual(JSON.parse(JSON.stringify(publicOpenapi)));
  expect(reply.headers.get("Access-Control-Allow-Origin")).toBe("*");
  expect(JSON.stringify(reply.body)).not.toContain("/admin");
});

test("the admin routes in the full OpenAPI document are exactly the routes of the admin API", async () => {
  const settings = readSettings({ storage, issuer: "https://auth.example.com" });
  const services = buildServices(storage, settings);
  const decisions = createDecisionLog(0, settings.now);
  const { api } = await buildAdmin({ ...services, storage, settings, decisions, addressOf: () => "" });
  const real = api.routes.filter(({ method }) => method !== "ALL").map(({ method, path }) => `${method} ${path}`);
  const { paths } = (await fullOpenapi()) as { paths: Paths };
  const documented = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ":$1")}`),
  );
  expect(documented.filter((route) => route.includes(" /admin/api/")).sort()).toEqual([...new Set(real)].sort());
});

test("the OpenAPI document states which admin routes require a session, and which bodies are valid", async () => {
  const { paths } = (await fullOpenapi()) as { paths: Paths };
  const admin = Object.entries(paths).filter(([path]) => path.startsWith("/admin/api/"));
  expect(admin.length).toBeGreaterThan(20);
  for (const [path, methods] of admin) {
    for (const [method, { security, requestBody }] of Object.entries(methods)) {
      const reply = await call(authority, path.replace(/\{\w+\}/g, "none"), {
        method: method.toUpperCase(),
        headers: { Origin: "https://auth.example.com", "Content-Type": "application/json" },
        ...(requestBody === undefined ? {} : { body: "{}" }),
      });
      if (security.length > 0)
        expect(reply, `${method} ${path}`).toMatchObject({ status: 401, body: { code: "session_missing" } });
      else expect([200, 204, 400], `${method} ${path}`).toContain(reply.status);
      const schema = requestBody?.content["application/json"].schema;
      if (schema !== undefined) expect(() => ajv.compile(schema), `${method} ${path}`).not.toThrow();
    }
  }
  const rule = paths["/admin/api/rules"]?.["post"]?.requestBody?.content["application/json"].schema ?? {};
  const isRule = ajv.compile(rule);
  const custom = { kind: "custom", rule: { name: "n", issuer: "i", jwksUrl: "u" } };
  expect([isRule(custom), isRule({ ...custom, more: 1 }), isRule({ kind: "other" })]).toEqual([true, false, false]);
  expect(paths["/admin/api/audit"]?.["get"]?.parameters?.map(({ name }) => name)).toEqual([
    "before",
    "limit",
    "action",
  ]);
});
