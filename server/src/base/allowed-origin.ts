import { isAppOrigin } from "../../../src/core/app-origin.ts";

/**
 * Returns the canonical form of an allowed origin: `https://host[:port]`, `https://*.host[:port]`, HTTP on `localhost`,
 * `127.0.0.1` or `[::1]`, or the origin of an app or a browser extension, such as `capacitor://localhost`. Returns null
 * for any other text.
 */
export function readAllowedOrigin(entry: string): string | null {
  if (entry.length > 255) return null;
  if (isAppOrigin(entry)) return entry;
  const wildcard = entry.startsWith("https://*.");
  let url: URL;
  try {
    url = new URL(wildcard ? entry.replace("*.", "") : entry);
  } catch {
    return null;
  }
  if (url.pathname !== "/" || url.search || url.hash || url.username || url.password || url.hostname.includes("*"))
    return null;
  if (url.protocol === "http:") return /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname) ? url.origin : null;
  if (url.protocol !== "https:") return null;
  return wildcard ? url.origin.replace("https://", "https://*.") : url.origin;
}

/** Returns whether a request's `Origin` is allowed. An empty list allows every origin. */
export function isAllowedOrigin(origin: string, allowed: readonly string[]): boolean {
  if (allowed.length === 0) return true;
  return allowed.some((entry) => {
    if (!entry.startsWith("https://*.")) return entry === origin;
    const parent = entry.slice("https://*".length);
    // An entry such as `https://*.example.com` matches subdomains only, so at least one label must precede `parent`.
    // `parent` is `.example.com`, including the port if the entry has one.
    return origin.endsWith(parent) && /^https:\/\/[a-z0-9-]+(\.[a-z0-9-]+)*$/.test(origin.slice(0, -parent.length));
  });
}
