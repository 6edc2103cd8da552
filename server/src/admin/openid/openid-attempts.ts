import { hkdfSync, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { sha256 } from "../../base/sha256.ts";
import { createSharedLimiter } from "../../limits/shared-limiter.ts";
import { seal, unseal } from "../../signing/seal.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import type { Handshake } from "./openid-provider.ts";
import { readReturnPage } from "./return-page.ts";

const COOKIE = "__Host-aui-openid";
// After a redirect from the provider's site to the callback, browsers send no `Strict` cookie, so this cookie is `Lax`.
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: "Lax", path: "/" } as const;
const LABEL = "dashboard sign-in";
/** How long a user may take to sign in at the provider, in seconds. */
const LIFETIME_SECONDS = 600;

/** An unfinished sign-in with the team's OpenID provider. */
export interface OpenIdAttempt extends Handshake {
  /** The dashboard page to open after the sign-in, as a URL fragment. */
  page: string;
}

/**
 * The unfinished sign-ins. Each sign-in is bound to one browser, expires after 10 minutes and can be completed once.
 */
export interface OpenIdAttempts {
  /** Starts a sign-in, which replaces any unfinished sign-in of the same browser. */
  begin(c: Context, page: string): OpenIdAttempt;
  /** Returns the browser's unfinished sign-in; null if the browser has none or the sign-in has expired. */
  find(c: Context): OpenIdAttempt | null;
  /** Marks the sign-in as used, for all processes. Returns false if the sign-in was already used. */
  use(c: Context, attempt: OpenIdAttempt): Promise<boolean>;
}

const schema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  page: z.string(),
  until: z.number(),
});

/**
 * Creates the {@link OpenIdAttempts}. An encrypted cookie (AES-256-GCM) contains the state of a sign-in. Starting a
 * sign-in therefore writes nothing to the database, and any process can complete the sign-in. PostgreSQL stores only a
 * record of each used sign-in, until the sign-in expires. With an embedded database, the process keeps these records in
 * memory.
 */
export function createOpenIdAttempts(
  storage: AuthorityStorage,
  { secret, now }: { secret: string; now: () => number },
): OpenIdAttempts {
  const key = Buffer.from(hkdfSync("sha256", secret, "", `assistant-cloud-server ${LABEL}`, 32));
  // Lets each sign-in be used only once. If PostgreSQL is unavailable, the limiter counts in this process's memory. Each
  // authorization code still works only once, because the provider rejects a used code.
  const uses = createSharedLimiter(storage, { keyPrefix: "openid", points: 1, duration: LIFETIME_SECONDS });
  const random = () => randomBytes(32).toString("base64url");
  return {
    begin(c, page) {
      const attempt = { state: random(), nonce: random(), verifier: random(), page };
      const sealed = seal(key, LABEL, JSON.stringify({ ...attempt, until: now() + LIFETIME_SECONDS * 1000 }));
      setCookie(c, COOKIE, sealed, { ...ATTRIBUTES, maxAge: LIFETIME_SECONDS });
      return attempt;
    },
    find(c) {
      const { until = 0, ...attempt } = open(key, getCookie(c, COOKIE) ?? "") ?? {};
      return until > now() ? (attempt as OpenIdAttempt) : null;
    },
    async use(c, { state }) {
      setCookie(c, COOKIE, "", { ...ATTRIBUTES, maxAge: 0 });
      try {
        await uses.consume(sha256(state));
        return true;
      } catch (error) {
        if (error instanceof RateLimiterRes) return false;
        throw error;
      }
    },
  };
}

function open(key: Buffer, sealed: string): z.output<typeof schema> | null {
  try {
    const opened = schema.parse(JSON.parse(unseal(key, LABEL, sealed)));
    return { ...opened, page: readReturnPage(opened.page) };
  } catch {
    // The cookie is missing, damaged, or not encrypted with this authority's secret.
    return null;
  }
}
