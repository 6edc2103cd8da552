import type { KeyObject } from "node:crypto";
import { TokenRefusal } from "../jwt/token-refusal.ts";
import { type PublicKey, readJwks } from "./read-jwks.ts";

const MAX_AGE_MS = 600_000;
const STALE_IF_ERROR_MS = 86_400_000;
const COOLDOWN_MS = 10_000;

/** The public keys of one rule or one issuer. */
export interface JwksCache {
  /**
   * The keys that a token with this key id and algorithm may be signed with; none when there is no such key.
   *
   * @throws `jwks_unavailable` when the keys are out of reach; `token_key_not_known_yet` when the key id is unknown and may be
   * newer than the last fetch, which was too short ago for another
   */
  find(kid: string, algorithm: string): Promise<KeyObject[]>;
}

/**
 * Keeps a JWKS for 10 minutes, and for a day when it cannot be fetched anew. An unknown key id causes one fetch
 * in 10 seconds at most, as does a failure; callers that come at once share a fetch. A fetched document
 * replaces the old one whole, so that a key taken out by the provider is gone.
 */
export function createJwksCache(load: () => Promise<unknown>, now: () => number): JwksCache {
  let keys: PublicKey[] = [];
  let loadedAt = Number.NEGATIVE_INFINITY;
  let triedAt = Number.NEGATIVE_INFINITY;
  /** Why the last attempt failed; null when it did not. */
  let failure: { cause: unknown } | null = null;
  let pending: Promise<void> | null = null;
  // A clock that was set back counts as "long ago".
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
        // The caller is not told the reason; who runs the authority is.
        throw new TokenRefusal("jwks_unavailable", failure ?? undefined);
      }
      // Otherwise any token could turn a rotation at the provider into a refusal: by an unknown key id a moment before.
      if (!isKnown() && triedAt < arrivedAt) throw new TokenRefusal("token_key_not_known_yet");
      return keys.filter((key) => key.kid === kid && key.algorithms.includes(algorithm)).map(({ key }) => key);
    },
  };
}
