import { AssistantCloudAuthError } from "../core/errors.ts";

/** Whether a request's origin is allowed, and the CORS headers of the response. */
export interface OriginDecision {
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * Creates the check for which origins may call a route that relies on cookies.
 *
 * A listed origin is allowed and gets CORS headers with credentials. For others, `Sec-Fetch-Site` decides, which pages
 * cannot set and which works behind a proxy that hides the public URL: `same-origin` and `none` are allowed. Old
 * browsers, and browsers on plain HTTP other than localhost, do not send it. Then `Origin` must have the request URL's
 * scheme, and its host or that of the `Host` header: Next.js always puts localhost into the URL. A request with neither
 * header does not come from a browser that sends cookies across sites, so it is allowed.
 *
 * @param allowedOrigins other origins, each as `scheme://host[:port]`; no wildcards
 * @throws `configuration` when an entry is not an origin
 */
export function createOriginPolicy(allowedOrigins: readonly string[]): (request: Request) => OriginDecision {
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
    // Not a URL, so not an origin: rejected below.
  }
  if (origin === value && origin !== "null") return;
  throw new AssistantCloudAuthError("configuration", "An entry of `allowedOrigins` is not an origin.", {
    remedy:
      "Write each origin as the browser sends it, such as https://app.example.com: lowercase, without a path, trailing slash or wildcard.",
  });
}
