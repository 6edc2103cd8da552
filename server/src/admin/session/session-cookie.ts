import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";

/**
 * The name of the session cookie. Browsers reject a `__Host-` cookie without `Secure`, with a domain, or with a path
 * other than `/` (RFC 6265bis).
 */
export const SESSION_COOKIE = "__Host-aui-admin";
// Chromium and Firefox accept a `Secure` cookie over http:// from a loopback address.
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: "Strict", path: "/" } as const;

/** Returns the session token of a request; null if the session cookie is missing or malformed. */
export function readSessionCookie(c: Context): string | null {
  const value = getCookie(c, SESSION_COOKIE);
  return value === undefined || !/^[\w-]{43}$/.test(value) ? null : value;
}

/**
 * Sets the session cookie.
 *
 * @param maxAgeSeconds how long the browser keeps the cookie, in seconds; the server may end the session earlier
 */
export function writeSessionCookie(c: Context, token: string, maxAgeSeconds: number): void {
  setCookie(c, SESSION_COOKIE, token, { ...ATTRIBUTES, maxAge: maxAgeSeconds });
}

export function clearSessionCookie(c: Context): void {
  setCookie(c, SESSION_COOKIE, "", { ...ATTRIBUTES, maxAge: 0 });
}
