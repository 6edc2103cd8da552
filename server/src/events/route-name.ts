import {
  ANONYMOUS_PATH,
  CLAIM_PATH,
  EXCHANGE_PATH,
  MINT_PATH,
  OAUTH_TOKEN_PATH,
  REFRESH_PATH,
  REVOCATION_LIST_PATH,
  REVOCATIONS_PATH,
  SECURITY_EVENTS_PATH,
} from "../../../src/core/protocol.ts";

/**
 * The names of the routes in events and metrics. `threads` is only the list of threads. `preflight` is any `OPTIONS`
 * request. `other` is any request without a name in this list, such as a request for a thread's messages.
 */
export const ROUTE_NAMES = [
  "mint",
  "exchange",
  "anonymous",
  "refresh",
  "threads",
  "claim",
  "revocations",
  "security_events",
  "jwks",
  "discovery",
  "openapi",
  "healthz",
  "readyz",
  "admin",
  "dashboard",
  "preflight",
  "other",
] as const;

export type RouteName = (typeof ROUTE_NAMES)[number];

const ROUTES: Readonly<Record<string, RouteName>> = {
  [`POST ${MINT_PATH}`]: "mint",
  [`POST ${EXCHANGE_PATH}`]: "exchange",
  [`POST ${OAUTH_TOKEN_PATH}`]: "exchange",
  [`POST ${ANONYMOUS_PATH}`]: "anonymous",
  [`POST ${REFRESH_PATH}`]: "refresh",
  "GET /v1/threads": "threads",
  [`POST ${CLAIM_PATH}`]: "claim",
  [`POST ${REVOCATIONS_PATH}`]: "revocations",
  [`POST ${SECURITY_EVENTS_PATH}`]: "security_events",
  [`GET ${REVOCATION_LIST_PATH}`]: "revocations",
  "GET /.well-known/jwks.json": "jwks",
  "GET /.well-known/openid-configuration": "discovery",
  "GET /.well-known/oauth-authorization-server": "discovery",
  "GET /.well-known/oauth-protected-resource": "discovery",
  "GET /openapi.json": "openapi",
  "GET /healthz": "healthz",
  "GET /readyz": "readyz",
};

/** Returns the name of a request's route. The set of names is fixed, so metrics can use the name as a label. */
export function routeNameOf(method: string, path: string): RouteName {
  if (method === "OPTIONS") return "preflight";
  const key = `${method === "HEAD" ? "GET" : method} ${path}`;
  const name = Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
  if (name !== undefined) return name;
  if (path.startsWith("/admin/api/") || path.startsWith("/admin/oidc/")) return "admin";
  return path === "/dashboard" || path.startsWith("/dashboard/") ? "dashboard" : "other";
}
