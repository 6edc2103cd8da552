import type { KeyObject } from "node:crypto";
import { TokenRefusal } from "../jwt/token-refusal.ts";
import { type PublicKey, readJwks } from "./read-jwks.ts";

const MAX_AGE_MS = 600_000;
const STALE_IF_ERROR_MS = 86_400_000;
const COOLDOWN_MS = 10_000;

/** The cached public keys of one issuer. */
export interface JwksCache {
  /**
   * Returns the keys that can verify a token with this key id and algorithm; an empty list if no key matches.
   *
   * @throws `jwks_unavailable` when the last fetch failed and the key id is unknown, or when no fetch has succeeded in
   *   the past day
   * @throws `token_key_not_known_yet` when the key id is unknown and the last fetch was less than 10 seconds ago. The
   *   issuer may have added the key since that fetch.
   */
  find(kid: string, algorithm: string): Promise<KeyObject[]>;
}

/**
 * Creates a cache that uses a JWKS for 10 minutes. If new fetches fail, the cache uses the JWKS for up to a day. The
 * cache starts at most one fetch in 10 seconds, even for an unknown key id. Concurrent callers share a fetch (single
 * flight). A fetched JWKS replaces the old JWKS entirely, so keys that the issuer has removed are no longer accepted.
 *
 * @param load fetches and parses the JWKS document
 * @param now the wall clock, in milliseconds since the epoch
 */
export function createJwksCache(load: () => Promise<unknown>, now: () => number): JwksCache {
  let keys: PublicKey[] = [];
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  /** The error of the last attempt to load the keys; null after a success and before the first attempt. */
  let failure: { cause: unknown } | null = null;
  let pending: Promise<void> | null = null;
  // If the clock was set back after `since`, return false, so that the keys are fetched again.
  const within = (since: number, limit: number) => now() >= since && now() - since < limit;

  async function reload(): Promise<void> {
    triedAt = now();
    try {
      keys = readJwks(await load());
      loadedAt = now();
      failure = null;
    } catch (cause) {
      failure = { cause };
    }
  }

  function refresh(): Promise<void> {
    pending ??= reload().finally(() => {
      pending = null;
    });
    return pending;
  }

  return {
    async find(kid, algorithm) {
      const isKnown = () => keys.some((key) => key.kid === kid);
      const isFresh = within(loadedAt, MAX_AGE_MS);
      const arrivedAt = now();
      if (pending !== null && !(isFresh && isKnown())) await pending;
      else if (!(isFresh && isKnown()) && !within(triedAt, COOLDOWN_MS)) await refresh();
      if (!within(loadedAt, STALE_IF_ERROR_MS) || (failure !== null && !isKnown())) {
        // The cause is for the operator's log; the response to the caller must not contain it.
        throw new TokenRefusal("jwks_unavailable", failure ?? undefined);
      }
      // Any caller can start the cooldown with an invented key id. A valid token with a newly rotated key may then
      // arrive during the cooldown, so report this case separately.
      if (!isKnown() && triedAt < arrivedAt) throw new TokenRefusal("token_key_not_known_yet");
      return keys.filter((key) => key.kid === kid && key.algorithms.includes(algorithm)).map(({ key }) => key);
    },
  };
}
