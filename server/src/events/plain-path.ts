const METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"];
/**
 * The path segments that are safe to log: words in the paths of routes and in commonly mistyped paths. Any other
 * segment may be an id, a token or a user's name.
 */
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
    "claim",
    "messages",
    "feedback",
    "runs",
    "stream",
    "heartbeat",
    "end",
    "scores",
    "events",
    "files",
    "attachments",
    "generate-presigned-upload-url",
    "generate-presigned-download-url",
    "assistants",
  ],
  ...[".well-known", "jwks.json", "openid-configuration", "healthz", "readyz", "openapi.json", "metrics"],
  ...["admin", "api", "projects", "dashboard", "index.html", "assets", "favicon.ico", "robots.txt"],
  ...["activity", "audit", "keys", "rotate", "revoke", "rules", "preview", "check", "enable", "disable", "presets"],
  ...["origins", "signing-keys", "admins", "reset", "session", "sessions", "setup", "password", "status", "try-token"],
  ...["oauth", "token", "oauth-authorization-server", "oauth-protected-resource"],
  ...["oidc", "start", "callback", "users", "workspaces", "erase"],
]);
const MAX_SEGMENTS = 8;

/**
 * Returns a path that is safe to log. A caller may put a secret into the path, so `*` replaces any segment that is not
 * in `WORDS`. One `*` replaces all segments after the eighth.
 */
export function plainPath(path: string): string {
  const [, ...segments] = path.split("/");
  const shown = segments.slice(0, MAX_SEGMENTS).map((segment) => (WORDS.has(segment) ? segment : "*"));
  return `/${shown.join("/")}${segments.length > MAX_SEGMENTS ? "/*" : ""}`;
}

/** Returns a method that is safe to log: a standard method unchanged, `OTHER` for any other text. */
export const plainMethod = (method: string): string => (METHODS.includes(method) ? method : "OTHER");
