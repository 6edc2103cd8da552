import { isAppOrigin } from "../core/app-origin.ts";
import { AssistantCloudAuthError } from "../core/errors.ts";

/** The decision on a request's origin, with the CORS headers of the response. */
export interface OriginDecision {
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * Returns a function that decides whether a request's origin may call a route that relies on cookies.
 *
 * The function allows a listed origin and adds CORS headers that allow cookies. If the origin is not listed,
 * `Sec-Fetch-Site` must be `same-origin` or `none`. Pages cannot set `Sec-Fetch-Site`, and this header is correct even
 * behind a proxy that hides the public URL. Old browsers do not send `Sec-Fetch-Site`. Current browsers send this
 * header over HTTPS and to localhost, but not over plain HTTP to other hosts.
 *
 * If a request has no `Sec-Fetch-Site`, `Origin` must have the scheme of the request URL. The host in `Origin` must be
 * the host in the URL or in the `Host` header. The `Host` header is necessary because Next.js always puts localhost
 * into the URL. A request that also lacks `Origin` is allowed, because a browser that sends cookies across sites sends
 * `Origin` or `Sec-Fetch-Site`.
 *
 * @param allowedOrigins the listed origins, each as `scheme://host[:port]`, also of apps and browser extensions, such as
 *   `capacitor://localhost`; no wildcards
 * @throws `configuration` when the list is not an array, or an entry is not an origin
 */
export function createOriginPolicy(allowedOrigins: readonly string[]): (request: Request) => OriginDecision {
  if (!Array.isArray(allowedOrigins)) throw configuration("`allowedOrigins` is not an array.");
  const listed = new Set(allowedOrigins);
  for (const origin of listed) assertOrigin(origin);
  const vary: Record<string, string> = listed.size > 0 ? { Vary: "Origin" } : {};
  return (request) => {
    const origin = request.headers.get("Origin");
    if (origin !== null && listed.has(origin)) {
      return {
        allowed: true,
        headers: {
          ...vary,
          "Access-Control-Allow-Origin": origin,
          "Access-Control-Allow-Credentials": "true",
          "Access-Control-Expose-Headers": "Retry-After",
        },
      };
    }
    const site = request.headers.get("Sec-Fetch-Site");
    const allowed =
      site !== null ? site === "same-origin" || site === "none" : origin === null || isOwnOrigin(origin, request);
    return { allowed, headers: vary };
  };
}

function isOwnOrigin(origin: string, request: Request): boolean {
  const { protocol, host } = new URL(request.url);
  return origin === `${protocol}//${host}` || origin === `${protocol}//${request.headers.get("Host")}`;
}

function assertOrigin(value: unknown): void {
  let origin: string | undefined;
  try {
    origin = new URL(String(value)).origin;
  } catch {
    // A value that is not a URL is not an origin, so it is rejected below.
  }
  if (origin === value && origin !== "null") return;
  if (typeof value === "string" && isAppOrigin(value)) return;
  throw configuration("An entry of `allowedOrigins` is not an origin.");
}

const configuration = (message: string) =>
  new AssistantCloudAuthError("configuration", message, {
    remedy:
      "List each origin as the browser sends it, such as https://app.example.com: lowercase, without a path, trailing slash or wildcard.",
  });
