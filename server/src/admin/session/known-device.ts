import { hkdfSync, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { seal, unseal } from "../../signing/seal.ts";

const COOKIE = "__Host-aui-device";
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: "Strict", path: "/" } as const;
const LABEL = "dashboard device";
const LIFETIME_SECONDS = 180 * 86_400;

const schema = z.strictObject({ name: z.string(), id: z.string(), until: z.number() });

/**
 * Recognizes browsers in which an admin has already signed in. Each such browser has a cookie (OWASP's "device
 * cookie"). The cookie grants no access, but it exempts the browser from the delays that other callers' guesses cause.
 */
export interface KnownDevices {
  /** Returns the browser's id if this admin has signed in with the browser within the last 180 days; otherwise null. */
  find(c: Context, name: string): string | null;
  /** Sets the cookie in the browser, so that `find` recognizes the browser for this admin. */
  remember(c: Context, name: string): void;
}

/**
 * Creates the {@link KnownDevices}. The cookie is encrypted (AES-256-GCM), so only an authority that has `secret` can
 * create such a cookie.
 */
export function createKnownDevices({ secret, now }: { secret: string; now: () => number }): KnownDevices {
  const key = Buffer.from(hkdfSync("sha256", secret, "", `assistant-cloud-server ${LABEL}`, 32));
  function find(c: Context, name: string): string | null {
    try {
      const device = schema.parse(JSON.parse(unseal(key, LABEL, getCookie(c, COOKIE) ?? "")));
      return device.name === name && device.until > now() ? device.id : null;
    } catch {
      return null;
    }
  }
  return {
    find,
    remember(c, name) {
      const id = find(c, name) ?? randomBytes(16).toString("base64url");
      const sealed = seal(key, LABEL, JSON.stringify({ name, id, until: now() + LIFETIME_SECONDS * 1000 }));
      setCookie(c, COOKIE, sealed, { ...ATTRIBUTES, maxAge: LIFETIME_SECONDS });
    },
  };
}
