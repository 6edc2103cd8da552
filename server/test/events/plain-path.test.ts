import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { plainMethod, plainPath } from "../../src/events/plain-path.ts";
import { fullOpenapi } from "../../src/openapi/create-openapi.ts";

const threadApi = new URL("../../src/thread-api/", import.meta.url);

test.each([
  ["/v1/auth/tokens/exchange", "/v1/auth/tokens/exchange"],
  ["/.well-known/jwks.json", "/.well-known/jwks.json"],
  ["/.well-known/openid-configuration", "/.well-known/openid-configuration"],
  ["/admin/api/signing-keys/aB3_x/revoke", "/admin/api/signing-keys/*/revoke"],
  ["/admin/api/rules/rule_0abc", "/admin/api/rules/*"],
  ["/admin/api/threads/thread_0abc/messages", "/admin/api/threads/*/messages"],
  ["/admin/api/users/erase", "/admin/api/users/erase"],
  ["/", "/"],
  ["/v1/threads/ada@example.com", "/v1/threads/*"],
  ["/v1/threads/ada", "/v1/threads/*"],
  ["/eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln", "/*"],
  ["/v1/v1/v1/v1/v1/v1/v1/v1/v1/v1", "/v1/v1/v1/v1/v1/v1/v1/v1/*"],
  ["/healthz\n", "/*"],
])("the path %j is logged as %j", (path, shown) => {
  expect(plainPath(path)).toBe(shown);
});

test("the log contains OTHER in place of an unknown HTTP method", () => {
  expect([plainMethod("POST"), plainMethod("SK_AUI_PROJ")]).toEqual(["POST", "OTHER"]);
});

test("the log contains the path of every route, with * in place of each parameter", async () => {
  const { paths } = (await fullOpenapi()) as { paths: object };
  const documented = Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/g, "*"));
  const files = (readdirSync(threadApi, { recursive: true }) as string[]).filter((name) => name.endsWith(".ts"));
  const source = files.map((name) => readFileSync(new URL(name, threadApi), "utf8")).join("");
  const ofThreads = [...source.matchAll(/"(\/v1\/[^"]*)"/g)].map(([, path = ""]) => path.replaceAll(/:\w+/g, "*"));
  const routes = [...new Set([...documented, ...ofThreads])];
  expect(ofThreads.length).toBeGreaterThan(10);
  expect(routes.map(plainPath)).toEqual(routes);
});
