import type { Router } from "hono/router";
import { TrieRouter } from "hono/router/trie-router";
import { expect, test } from "vitest";
import { PathRouter } from "../../src/http/path-router.ts";

const ROUTES = [
  ["ALL", "/v1/*"],
  ["POST", "/v1/threads/*"],
  ["POST", "/v1/threads/claim"],
  ["GET", "/v1/threads"],
  ["GET", "/v1/threads/:thread"],
  ["POST", "/v1/threads/:thread/messages"],
  ["PUT", "/v1/threads/:thread/messages/:message"],
  ["GET", "/.well-known/jwks.json"],
  ["ALL", "/admin/api/*"],
] as const;
const METHODS = ["GET", "POST", "PUT", "OPTIONS", "PURGE"];
const PATHS = [
  ...["/", "/v1", "/v1/", "/v1/threads", "/v1/threads/", "/v1/threads/claim", "/v1/threads/claim/messages"],
  ...["/v1/threads/a", "/v1/threads/a/messages", "/v1/threads//messages", "/v1/threads/a/messages/b"],
  ...[
    "/v1/threads/a/messages/b/c",
    "/.well-known/jwks.json",
    "/xwell-known/jwks.json",
    "/admin/api",
    "/admin/api/keys",
  ],
];

function addRoutes<R extends Router<string>>(router: R): R {
  for (const [method, path] of ROUTES) router.add(method, path, `${method} ${path}`);
  return router;
}

function matchesOf(router: Router<string>, method: string, path: string) {
  const [handlers, values] = router.match(method, path);
  return handlers.map(([handler, params]) => {
    const named = Object.entries(params).map(([name, value]) => [name, values ? values[Number(value)] : value]);
    return [handler, Object.fromEntries(named)];
  });
}

test("PathRouter finds the same routes as Hono's TrieRouter at the first and second lookup of a path", () => {
  const router = addRoutes(new PathRouter<string>());
  const tree = addRoutes(new TrieRouter<string>());
  for (const path of [...PATHS, ...PATHS]) {
    for (const method of METHODS) {
      const found = matchesOf(router, method, path);
      expect({ method, path, found }).toEqual({ method, path, found: matchesOf(tree, method, path) });
    }
  }
});

test("PathRouter finds a route that is added after a lookup of the same path", () => {
  const router = addRoutes(new PathRouter<string>());
  router.match("GET", "/v1/threads");
  router.add("GET", "/v1/threads", "another");
  expect(matchesOf(router, "GET", "/v1/threads").map(([handler]) => handler)).toEqual([
    "ALL /v1/*",
    "GET /v1/threads",
    "another",
  ]);
});
