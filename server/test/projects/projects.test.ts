import { AssistantCloud } from "assistant-cloud";
import { createWorkspaceTokenVerifier } from "assistant-cloud-auth/verify";
import {
  type AuthorityServer,
  type AuthorityStorage,
  createProjectsAuthority,
  type ProjectsAuthority,
  serveAuthority,
} from "assistant-cloud-server";
import { decodeJwt } from "jose";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { call } from "../support/call.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../support/open-test-storage.ts";
import { rawRequest } from "../support/raw-request.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../support/start-issuer.ts";

const issuer = "https://auth.example.com";
let storage: AuthorityStorage;
let provider: TestIssuer;
let authority: ProjectsAuthority;
let server: AuthorityServer;
let other: ProjectsAuthority;

beforeAll(async () => {
  [storage, provider] = await Promise.all([openTestStorage(), startIssuer()]);
  const options = { storage, issuer, anonymous: true, allowInsecureJwks: true, rateLimits: false } as const;
  authority = await createProjectsAuthority(options);
  // Simulates another process on the shared in-memory database.
  other = await createProjectsAuthority(options);
  server = await serveAuthority({ authority, port: 0, dashboardFolder: null });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await other.close();
  await authority.close();
  await provider.close();
  await storage.close();
});
beforeEach(async () => {
  for (const id of ["acme", "globex"]) await authority.projects.add({ id });
  return async () => {
    for (const { id } of await authority.projects.list()) await authority.projects.remove(id);
  };
});

const at = (base: string, path: string, init: RequestInit & { bearer?: string } = {}) =>
  call(authority, `${base}${path}`, { method: "POST", ...init });
const ACME = "/projects/acme";
const GLOBEX = "/projects/globex";
const open = async (id: string) => {
  const project = await authority.project(id);
  if (project === null) throw new Error(`There is no project ${id}.`);
  return project;
};
const mintAt = (base: string, bearer: string) =>
  at(base, "/v1/auth/tokens", { bearer, headers: { "Aui-Workspace-Id": "w" } });

test("serves each project at its own URL, with its own issuer and keys", async () => {
  const { key } = await (await open("acme")).keys.create({ name: "acme's" });
  const { status, body } = await mintAt(ACME, key);
  expect(status).toBe(200);
  const token = String(body["token"]);
  expect(decodeJwt(token)).toMatchObject({ iss: `${issuer}/projects/acme`, project_id: "acme" });
  const jwks = (await call(authority, `${ACME}/.well-known/jwks.json`)).body as unknown as { keys: { kid: string }[] };
  const verify = createWorkspaceTokenVerifier({ issuer: `${issuer}/projects/acme`, jwks });
  await expect(verify(token)).resolves.toMatchObject({ projectId: "acme" });
  const kids = (await call(authority, `${GLOBEX}/.well-known/jwks.json`)).body as unknown as {
    keys: { kid: string }[];
  };
  expect(kids.keys[0]?.kid).not.toBe(jwks.keys[0]?.kid);
  expect((await call(authority, `${ACME}/.well-known/openid-configuration`)).body).toMatchObject({
    issuer: `${issuer}/projects/acme`,
    jwks_uri: `${issuer}/projects/acme/.well-known/jwks.json`,
  });
});

test("serves a project's OAuth metadata whether /.well-known/ precedes or follows the project's path", async () => {
  for (const name of ["oauth-authorization-server", "oauth-protected-resource"]) {
    const [inserted, appended] = [`/.well-known/${name}${ACME}`, `${ACME}/.well-known/${name}`];
    const { status, body } = await call(authority, inserted);
    expect(status).toBe(200);
    expect(JSON.stringify(body)).toContain(`"${issuer}${ACME}"`);
    expect((await call(authority, appended)).body).toEqual(body);
    expect((await call(authority, `/.well-known/${name}/projects/nowhere`)).status).toBe(404);
  }
  expect((await call(authority, `/v1/threads${ACME}`)).status).toBe(404);
});

test("the assistant-cloud client accepts a project's URL as its base URL", async () => {
  const { key } = await (await open("acme")).keys.create({ name: "acme's" });
  const cloud = new AssistantCloud({ baseUrl: `${server.url}${ACME}/`, apiKey: key, userId: "u", workspaceId: "w" });
  expect(decodeJwt((await cloud.auth.tokens.create()).token)).toMatchObject({ project_id: "acme" });
});

test("S43 rejects an API key of another project", async () => {
  const { key } = await (await open("acme")).keys.create({ name: "acme's" });
  for (const base of [GLOBEX, ""]) {
    expect(await mintAt(base, key)).toMatchObject({ status: 403, body: { error: "Unknown or expired API key" } });
  }
  expect((await mintAt(ACME, (await authority.root.keys.create({ name: "root's" })).key)).status).toBe(403);
});

test("S26 rejects a workspace token of another project", async () => {
  const { key } = await (await open("acme")).keys.create({ name: "acme's" });
  const token = String((await mintAt(ACME, key)).body["token"]);
  expect((await call(authority, `${ACME}/v1/threads`, { bearer: token })).status).toBe(200);
  for (const base of [GLOBEX, ""]) {
    expect((await call(authority, `${base}/v1/threads`, { bearer: token })).status).toBe(403);
    expect((await at(base, "/v1/auth/tokens/exchange", { bearer: token })).status).toBe(403);
  }
});

test("S26 a rule does not apply to other projects", async () => {
  await (await open("acme")).rules.add({
    name: "provider",
    issuer: provider.issuer,
    jwksUrl: provider.jwksUrl,
    audience: AUDIENCE,
  });
  const bearer = await provider.sign();
  expect((await at(ACME, "/v1/auth/tokens/exchange", { bearer })).status).toBe(200);
  for (const base of [GLOBEX, ""]) {
    expect(await at(base, "/v1/auth/tokens/exchange", { bearer })).toMatchObject({
      status: 403,
      body: { code: "no_auth_rule" },
    });
  }
});

test("S52 S55 a project does not recognize the visitors of another project", async () => {
  const { body } = await at(ACME, "/v1/auth/tokens/anonymous");
  const refresh_token = (body["refresh_token"] as { token: string }).token;
  const refresh = (base: string) => at(base, "/v1/auth/tokens/refresh", { body: JSON.stringify({ refresh_token }) });
  for (const base of [GLOBEX, ""]) {
    expect(await refresh(base)).toMatchObject({ status: 403, body: { error: "Invalid refresh token" } });
  }
  expect((await refresh(ACME)).status).toBe(200);
});

test("S57 S58 every process applies a project's allowed origins only to that project", async () => {
  await (await open("acme")).allowedOrigins.add("https://acme.example");
  const allowed = async (from: ProjectsAuthority, base: string, origin: string) =>
    (await call(from, `${base}/v1/threads`, { headers: { Origin: origin } })).headers.get(
      "Access-Control-Allow-Origin",
    );
  for (const from of [authority, other]) {
    expect(await allowed(from, ACME, "https://acme.example")).toBe("https://acme.example");
    expect(await allowed(from, ACME, "https://globex.example")).toBeNull();
    expect(await allowed(from, GLOBEX, "https://globex.example")).toBe("*");
  }
});

test("every process serves a project from the moment it is added until it is removed", async () => {
  const jwks = (from: ProjectsAuthority) => call(from, "/projects/initech/.well-known/jwks.json");
  expect(await jwks(other)).toMatchObject({ status: 404, body: { error: "Project not found" } });
  await authority.projects.add({ id: "initech", name: "Initech" });
  expect((await jwks(other)).status).toBe(200);
  await authority.projects.remove("initech");
  expect((await jwks(other)).status).toBe(404);
});

test("a new project inherits no keys, tokens, rules or origins from a removed project with the same id", async () => {
  const before = await open("acme");
  const { key } = await before.keys.create({ name: "old" });
  const old = String((await mintAt(ACME, key)).body["token"]);
  const { body } = await at(ACME, "/v1/auth/tokens/anonymous");
  const refresh_token = (body["refresh_token"] as { token: string }).token;
  await authority.projects.remove("acme");
  expect((await mintAt(ACME, key)).status).toBe(404);
  await authority.projects.add({ id: "acme" });
  expect((await mintAt(ACME, key)).status).toBe(403);
  expect((await call(authority, `${ACME}/v1/threads`, { bearer: old })).status).toBe(403);
  expect((await at(ACME, "/v1/auth/tokens/refresh", { body: JSON.stringify({ refresh_token }) })).status).toBe(403);
  const now = await open("acme");
  expect([await now.keys.list(), await now.rules.list(), await now.allowedOrigins.list()]).toEqual([[], [], []]);
});

test.each([
  "/projects/default/v1/threads",
  "/projects/ACME/v1/threads",
  "/projects//v1/threads",
  "/projects/acme%2fglobex/v1/threads",
  "/projects/%61cme/v1/threads",
  "/projects/acme/../globex%2f/v1/threads",
  "/projects/acme;globex/v1/threads",
  "/projects",
  "/projects/acme",
  "//projects/acme/v1/threads",
  "/x/projects/acme/v1/threads",
  "/projects/acme/projects/globex/v1/threads",
])("S8 S63 returns 404 for the path %s, which belongs to no project", async (path) => {
  const { status } = await rawRequest(server.port, [`GET ${path} HTTP/1.1`, "Host: localhost"]);
  expect(status).toBe(404);
});

test("S8 no request header can select the project", async () => {
  const { key } = await (await open("acme")).keys.create({ name: "acme's" });
  for (const host of ["acme.localhost", "acme", "proj-acme.assistant-api.com", "localhost/projects/acme"]) {
    const { status, text } = await rawRequest(server.port, [
      "POST /v1/auth/tokens HTTP/1.1",
      `Host: ${host}`,
      "X-Forwarded-Host: acme",
      "X-Forwarded-Prefix: /projects/acme",
      "X-Original-URL: /projects/acme/v1/auth/tokens",
      "Content-Length: 0",
      `Authorization: Bearer ${key}`,
      "Aui-Workspace-Id: w",
    ]);
    expect(text).not.toContain('"token"');
    expect([400, 403]).toContain(status);
  }
});

test.each([[{ id: "" }], [{ id: "a b" }], [{ id: "../x" }], [{ id: "x".repeat(65) }], [{ id: "ok", name: "" }]])(
  "rejects the invalid project %j",
  async (input) => {
    await expect(authority.projects.add(input)).rejects.toMatchObject({ code: "invalid_setting" });
  },
);

test("rejects a second project with the same id, and the removal of an unknown project", async () => {
  await expect(authority.projects.add({ id: "acme" })).rejects.toMatchObject({ code: "conflict" });
  await expect(authority.projects.remove("nowhere")).rejects.toMatchObject({ code: "not_found" });
});
