import { type AuthorityServer, type AuthorityStorage, createAuthority, serveAuthority } from "assistant-cloud-server";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createLog } from "../../../src/observability/log/create-log.ts";
import { openTestStorage, STORAGE_TIMEOUT_MS } from "../../support/open-test-storage.ts";
import { AUDIENCE, startIssuer, type TestIssuer } from "../../support/start-issuer.ts";

const lines: string[] = [];
const secret = "a secret of this test, 32 characters or more";
let storage: AuthorityStorage;
let provider: TestIssuer;
let server: AuthorityServer;
let apiKey: { id: string; key: string };
let ruleId: string;

beforeAll(async () => {
  storage = await openTestStorage();
  provider = await startIssuer();
  // Log all levels, so that no entry is hidden.
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: "debug", format: "json", secrets: [secret], destination });
  const authority = await createAuthority({
    storage,
    issuer: "https://auth.example.com",
    secret,
    anonymous: true,
    allowInsecureJwks: true,
    rateLimits: false,
    onEvent: log.event,
    onFault: log.error,
  });
  apiKey = await authority.keys.create({ name: "backend" });
  const { issuer, jwksUrl } = provider;
  ruleId = (await authority.rules.add({ name: "provider", issuer, jwksUrl, audience: AUDIENCE })).id;
  server = await serveAuthority({ authority, port: 0, dashboardFolder: null, onEvent: log.event });
}, STORAGE_TIMEOUT_MS);
afterAll(async () => {
  await server.close();
  await provider.close();
  await storage.close();
});

async function send(path: string, init: RequestInit & { bearer?: string } = {}) {
  const { bearer, ...rest } = init;
  const headers = new Headers(rest.headers);
  if (bearer !== undefined) headers.set("Authorization", `Bearer ${bearer}`);
  lines.length = 0;
  const response = await fetch(`${server.url}${path}`, { ...rest, headers });
  const text = await response.text();
  return {
    status: response.status,
    text,
    requests: () => lines.map((line) => JSON.parse(line)).filter((entry) => entry.msg === "request"),
  };
}

test("logs each request as one line", async () => {
  const headers = { "Aui-Workspace-Id": "workspace-1" };
  const minted = await send("/v1/auth/tokens?debug=1", { method: "POST", bearer: apiKey.key, headers });
  expect(minted.status).toBe(200);
  expect(minted.requests()).toEqual([
    expect.objectContaining({
      method: "POST",
      path: "/v1/auth/tokens",
      route: "mint",
      status: 200,
      durationMs: expect.any(Number),
      code: null,
      apiKey: apiKey.id,
    }),
  ]);
  const exchanged = await send("/v1/auth/tokens/exchange", { method: "POST", bearer: await provider.sign() });
  expect(exchanged.requests()).toEqual([expect.objectContaining({ route: "exchange", status: 200, rule: ruleId })]);
  const refused = await send("/v1/auth/tokens/exchange", { method: "POST", bearer: apiKey.key });
  expect(refused.requests()).toEqual([expect.objectContaining({ status: 403, code: "provider_token_required" })]);
  expect((await send("/api/v1/auth/tokens")).requests()).toEqual([
    expect.objectContaining({ route: "other", path: "/api/v1/auth/tokens", status: 404, code: null }),
  ]);
});

test("S47 the request log contains no API key, token, secret, user id or e-mail address", async () => {
  const visit = await send("/v1/auth/tokens/anonymous", { method: "POST" });
  const { refresh_token, access_token } = JSON.parse(visit.text);
  const secrets = {
    key: apiKey.key,
    "almost a key": `${apiKey.key.slice(0, -1)}0`,
    "provider token": await provider.sign({ sub: "ada-the-user", email: "ada@example.com" }),
    "workspace token": access_token as string,
    "refresh token": refresh_token.token as string,
    user: "ada-the-user",
    "e-mail": "ada@example.com",
    secret,
  };
  const all: string[] = [];
  for (const value of Object.values(secrets)) {
    const encoded = encodeURIComponent(value);
    const json = JSON.stringify({ refresh_token: value, token: value, [value]: value });
    for (const route of ["", "/exchange", "/anonymous", "/refresh"]) {
      const path = `/v1/auth/tokens${route}`;
      for (const [where, init] of [
        [path, { bearer: value }],
        [path, { headers: { Authorization: value } }],
        [path, { headers: { Authorization: `Basic ${btoa(value)}` } }],
        [`${path}?token=${encoded}&${encoded}=1`, {}],
        [`${path}/${encoded}`, {}],
        [path, { body: json, headers: { "Content-Type": "application/json" } }],
        [path, { body: `{"refresh_token": "${value}` }],
        [
          path,
          {
            bearer: apiKey.key,
            headers: {
              "Aui-Workspace-Id": value,
              "Aui-User-Id": value,
              Cookie: `session=${value}`,
              Origin: `https://${encoded}`,
              Referer: `https://app.example.com/?t=${encoded}`,
              "User-Agent": value,
              "X-Forwarded-For": value,
              "X-Request-Id": value,
            },
          },
        ],
      ] as [string, RequestInit & { bearer?: string }][]) {
        const { requests } = await send(where, { method: "POST", ...init });
        expect(requests()).toHaveLength(1);
        all.push(...lines);
      }
    }
    for (const path of [
      `/${encoded}`,
      `/admin/api/rules/${encoded}`,
      `/dashboard/${encoded}`,
      `/projects/${encoded}/v1`,
    ]) {
      await send(path);
      all.push(...lines);
    }
  }
  const text = all.join("");
  expect(all.length).toBeGreaterThan(250);
  for (const [name, value] of Object.entries(secrets)) {
    expect(text.includes(value), `the ${name} is logged`).toBe(false);
    // The log contains no part of the value either, such as a token's payload or signature.
    for (const part of value.split(".").filter((each) => each.length > 16))
      expect(text.includes(part), name).toBe(false);
  }
}, 60_000);

test("S47 logs the reason for a database failure, but not the values of the query", async () => {
  const visit = await send("/v1/auth/tokens/anonymous", { method: "POST" });
  const { token } = JSON.parse(visit.text).refresh_token;
  await storage.run((database) => database.execute(sql`alter table refresh_tokens rename to refresh_tokens_gone`));
  const refused = await send("/v1/auth/tokens/refresh", {
    method: "POST",
    body: JSON.stringify({ refresh_token: token }),
  });
  await storage.run((database) => database.execute(sql`alter table refresh_tokens_gone rename to refresh_tokens`));
  expect(refused.status).toBe(503);
  const fault = lines.map((line) => JSON.parse(line)).find((entry) => entry.msg === "fault");
  expect(fault).toMatchObject({ level: "error", error: { code: "storage_unreachable", cause: expect.anything() } });
  const text = lines.join("");
  expect(text).toContain('relation \\"refresh_tokens\\" does not exist');
  expect(text).not.toMatch(/[0-9a-f]{40}|refresh_0|[A-Za-z0-9_-]{43}/);
  expect(refused.text).not.toContain("relation");
});
