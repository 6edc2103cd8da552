import { type AuthorityServer, serveAuthority } from "assistant-cloud-server";
import { createRemoteJWKSet, customFetch as customJwksFetch, jwtVerify } from "jose";
import { type CustomFetch, customFetch, discovery, genericGrantRequest, None } from "openid-client";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { forge, withRsa } from "../support/forge.ts";
import { setUpExchange } from "../support/set-up-exchange.ts";

const t = setUpExchange();
const GRANT = "urn:ietf:params:oauth:grant-type:token-exchange";
const ID_TOKEN = "urn:ietf:params:oauth:token-type:id_token";
const JWT = "urn:ietf:params:oauth:token-type:jwt";
const ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";
const ISSUER = "https://auth.example.com";

let server: AuthorityServer;
beforeEach(async () => {
  await t.authority.rules.add(t.rule());
  server = await serveAuthority({ authority: t.authority, port: 0, dashboardFolder: null });
});
afterEach(() => server.close());

const signed = (claims: object = {}) => forge(t.header(), { ...t.claims(), ...claims }, withRsa(t.privateKey()));

/** Calls `fetch` with the origin of the test server in place of the issuer's origin. */
const fetchFromIssuer = (url: string | URL, init?: RequestInit) => {
  const { pathname, origin } = new URL(url);
  expect(origin).toBe(ISSUER);
  return fetch(`http://127.0.0.1:${server.port}${pathname}`, init);
};

async function post(fields: Record<string, string> | string, headers: Record<string, string> = {}) {
  const body = typeof fields === "string" ? fields : new URLSearchParams(fields).toString();
  const type = "application/x-www-form-urlencoded";
  const response = await fetchFromIssuer(`${ISSUER}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": type, ...headers },
    body,
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

const request = (more: Record<string, string> = {}) => ({
  grant_type: GRANT,
  subject_token: signed(),
  subject_token_type: ID_TOKEN,
  ...more,
});

describe("an OAuth client library with the token endpoint", () => {
  test("an OAuth client library discovers the token endpoint from the issuer and exchanges an ID token", async () => {
    const config = await discovery(new URL(ISSUER), "any-client", undefined, None(), {
      algorithm: "oauth2",
      [customFetch]: fetchFromIssuer as CustomFetch,
    });
    const answer = await genericGrantRequest(config, GRANT, {
      subject_token: signed(),
      subject_token_type: ID_TOKEN,
    });
    expect(answer).toMatchObject({ token_type: "bearer", expires_in: 300, issued_token_type: ACCESS_TOKEN });
    const jwks = createRemoteJWKSet(new URL(config.serverMetadata().jwks_uri ?? ""), {
      [customJwksFetch]: fetchFromIssuer as typeof fetch,
    });
    const { payload } = await jwtVerify(answer.access_token, jwks, { issuer: ISSUER, currentDate: new Date(t.now()) });
    expect(payload).toMatchObject({ sub: "user-1", workspace_id: "user-1", project_id: t.projectId });
  });

  test("the protected-resource metadata names the authorization server, and any origin can read it", async () => {
    const response = await fetchFromIssuer(`${ISSUER}/.well-known/oauth-protected-resource`);
    expect(response.headers.get("Access-Control-Allow-Origin")).toBe("*");
    expect(await response.json()).toMatchObject({ resource: ISSUER, authorization_servers: [ISSUER] });
  });
});

describe("POST /oauth/token", () => {
  test.each([
    ["the subject token type jwt", { subject_token_type: JWT }],
    ["the requested type access_token", { requested_token_type: ACCESS_TOKEN }],
    ["the requested type jwt", { requested_token_type: JWT }],
    ["the issuer as resource and audience", { resource: ISSUER, audience: ISSUER }],
    ["empty parameters", { scope: "", actor_token: "", audience: "" }],
    ["the client id of a public client", { client_id: "any" }],
  ])("POST /oauth/token exchanges the subject token if the request contains %s", async (_label, more) => {
    const { status, body, headers } = await post(request(more));
    expect([status, body]).toEqual([200, expect.objectContaining({ token_type: "Bearer", expires_in: 300 })]);
    expect([headers.get("Cache-Control"), headers.get("Pragma")]).toEqual(["private, no-store", "no-cache"]);
  });

  test("POST /oauth/token accepts a token that is too large for a header", async () => {
    const groups = Array.from({ length: 480 }, (_, index) => `9f3a4b1c-0000-4000-8000-${index + 1e11}`);
    const subject_token = signed({ groups });
    expect(subject_token.length).toBeGreaterThan(8192);
    expect((await post(request({ subject_token }))).status).toBe(200);
  });

  test.each([
    ["invalid_request", "grant_type", { grant_type: "" }],
    ["unsupported_grant_type", "grant_type", { grant_type: "client_credentials" }],
    ["invalid_request", "subject_token ", { subject_token: "" }],
    ["invalid_request", "subject_token_type", { subject_token_type: ACCESS_TOKEN }],
    ["invalid_request", "subject_token_type", { subject_token_type: "" }],
    ["invalid_request", "requested_token_type", { requested_token_type: ID_TOKEN }],
    ["invalid_request", "actor_token", { actor_token: "a.b.c" }],
    ["invalid_target", "resource", { resource: "https://elsewhere.example.com" }],
    ["invalid_target", "audience", { audience: "elsewhere" }],
    ["invalid_scope", "scope", { scope: "openid" }],
  ])("POST /oauth/token returns %s for an invalid %s", async (error, named, more) => {
    const { status, body } = await post(request(more));
    expect([status, body.error]).toEqual([400, error]);
    expect(body.error_description).toContain(named);
  });

  test("for a rejected subject token, POST /oauth/token returns invalid_request and a code for the cause", async () => {
    const { key } = await t.authority.keys.create({ name: "backend" });
    const expired = signed({ exp: t.seconds() - 3600 });
    const own = (await post(request())).body.access_token;
    for (const [subject_token, code] of [
      [expired, "token_expired"],
      [signed({ aud: "elsewhere" }), "no_auth_rule"],
      ["a.b.c", "token_malformed"],
      ["opaque", "authorization_unsupported"],
      [key, "provider_token_required"],
      [own, "provider_token_required"],
    ] as const) {
      const { status, body } = await post(request({ subject_token }));
      expect([status, body.error, body.code]).toEqual([400, "invalid_request", code]);
      expect(body.error_description).toMatch(/^[\x20-\x21\x23-\x5b\x5d-\x7e]+$/);
      expect(JSON.stringify(body)).not.toContain(subject_token);
    }
  });

  test("POST /oauth/token rejects a request with a duplicate parameter, a JSON body or a client secret", async () => {
    const twice = `${new URLSearchParams(request())}&subject_token=${signed()}`;
    expect((await post(twice)).body).toMatchObject({ error: "invalid_request" });
    const json = await post(JSON.stringify(request()), { "Content-Type": "application/json" });
    expect([json.status, json.body.error]).toEqual([400, "invalid_request"]);
    const secret = await post(request(), { Authorization: "Basic YW55OnNlY3JldA==" });
    expect([secret.status, secret.body.error]).toEqual([401, "invalid_client"]);
    expect(secret.headers.get("WWW-Authenticate")).toBe("Basic");
  });

  test("POST /oauth/token returns temporarily_unavailable if the provider's keys cannot be fetched", async () => {
    t.provider.answer = (_request, response) => response.writeHead(500).end();
    const { status, body, headers } = await post(request());
    expect([status, body.error, body.code]).toEqual([503, "temporarily_unavailable", "jwks_unavailable"]);
    expect(Number(headers.get("Retry-After"))).toBeGreaterThan(0);
  });
});
