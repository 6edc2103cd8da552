const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
/** The words of the routes, and of paths that people get wrong. Any other may be an id, a token or somebody's name. */
const WORDS = new Set([
  ...[
    "",
    "v1",
    "auth",
    "tokens",
    "exchange",
    "anonymous",
    "refresh",
    "revocations",
    "security-events",
    "list",
    "threads",
    "messages",
    "runs",
    "assistants",
  ],
  ...[".well-known", "jwks.json", "openid-configuration", "healthz", "readyz", "openapi.json", "metrics"],
  ...["admin", "api", "projects", "dashboard", "index.html", "assets", "favicon.ico", "robots.txt"],
  ...["activity", "audit", "keys", "rotate", "revoke", "rules", "preview", "check", "enable", "disable", "presets"],
  ...["origins", "signing-keys", "rotate", "session", "sessions", "setup", "password", "status", "try-token"],
  ...["oauth", "token", "oauth-authorization-server", "oauth-protected-resource"],
  ...["oidc", "start", "callback", "users", "workspaces", "erase"],
]);
const MAX_SEGMENTS = 8;

/** A path that may be logged: callers can put anything into one, so what is no word of a route stands as `*`. */
export function plainPath(path: string): string {
  const [, ...segments] = path.split("/");
  const shown = segments.slice(0, MAX_SEGMENTS).map((segment) => (WORDS.has(segment) ? segment : "*"));
  return `/${shown.join("/")}${segments.length > MAX_SEGMENTS ? "/*" : ""}`;
}

/** A method that may be logged. */
export const plainMethod = (method: string): string => (METHODS.includes(method) ? method : "OTHER");
