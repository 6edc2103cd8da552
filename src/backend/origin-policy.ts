import { AssistantCloudAuthError } from "../core/errors.ts";

/** Whether a request may be answered, and the headers that its answer then carries. */
export interface OriginDecision {
  allowed: boolean;
  headers: Record<string, string>;
}

/**
 * Makes the rule for who may call a route that acts on cookies.
 *
 * A listed origin may, and gets CORS headers with credentials. Else the browser's own word counts first
 * (`Sec-Fetch-Site`, which a page cannot set): `same-origin` and `none` may, which holds behind a proxy that
 * hides the public address as well. Without that header (old browsers, and plain HTTP other than localhost) the
 * `Origin` must have the request URL's scheme, and its host or that of the `Host` header: Next.js names localhost in
 * the URL whatever was asked for. A request with neither comes from no browser that sends cookies across sites, and may.
 *
 * @param allowedOrigins other origins, each as `scheme://host[:port]`; no wildcard
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
    // Reported below, like every other value that is not an origin.
  }
  if (origin === value && origin !== "null") return;
  throw new AssistantCloudAuthError("configuration", "An entry of `allowedOrigins` is not an origin.", {
    remedy: "Write each as the browser sends it, such as https://app.example.com: no path, slash, capital or wildcard.",
  });
}
