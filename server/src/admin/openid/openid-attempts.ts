import { hkdfSync, randomBytes } from "node:crypto";
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { RateLimiterMemory, RateLimiterPostgres, RateLimiterRes } from "rate-limiter-flexible";
import { z } from "zod";
import { sha256 } from "../../base/sha256.ts";
import { seal, unseal } from "../../signing/seal.ts";
import type { AuthorityStorage } from "../../storage/authority-storage.ts";
import type { Handshake } from "./openid-provider.ts";
import { readReturnPage } from "./return-page.ts";

const COOKIE = "__Host-aui-openid";
// `Lax`, since the provider's page is another site's: a stricter one would stay behind.
const ATTRIBUTES = { secure: true, httpOnly: true, sameSite: "Lax", path: "/" } as const;
const LABEL = "dashboard sign-in";
/** As long as one may take to sign in at the provider. */
const LIFETIME_SECONDS = 600;

/** A sign-in under way. */
export interface OpenIdAttempt extends Handshake {
  /** The page that it leads back to, as an address's fragment. */
  page: string;
}

/** Sign-ins under way: each is known by one browser alone, for 10 minutes, and comes to an end once. */
export interface OpenIdAttempts {
  /** Begins one, in place of any other of that browser. */
  begin(c: Context, page: string): OpenIdAttempt;
  /** The one of the browser that asks; null when there is none, or it is too old. */
  find(c: Context): OpenIdAttempt | null;
  /** Uses it up, here and in every other process; false when it has been used. */
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
 * Makes the {@link OpenIdAttempts}. What belongs to one is sealed (AES-256-GCM) in a cookie, so that beginning writes nothing down and
 * any process can go on with it; only that it was used is kept, for as long as it could be used again.
 */
export function createOpenIdAttempts(
  storage: AuthorityStorage,
  { secret, now }: { secret: string; now: () => number },
): OpenIdAttempts {
  const key = Buffer.from(hkdfSync("sha256", secret, "", `assistant-cloud-server ${LABEL}`, 32));
  const uses = createUses(storage);
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
    // Nobody but an authority of this secret can have made it.
    return null;
  }
}

/** Counts to one. A database that does not answer is stood in for by the memory of the process; a code is good for one use besides. */
function createUses(storage: AuthorityStorage): RateLimiterMemory | RateLimiterPostgres {
  const memory = new RateLimiterMemory({ keyPrefix: "openid", points: 1, duration: LIFETIME_SECONDS });
  if (storage.query === null) return memory;
  return new RateLimiterPostgres({
    keyPrefix: memory.keyPrefix,
    points: 1,
    duration: LIFETIME_SECONDS,
    storeClient: { query: storage.query },
    storeType: "client",
    tableName: "rate_limits",
    tableCreated: true,
    insuranceLimiter: memory,
  });
}
