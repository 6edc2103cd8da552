import { and, eq, isNull } from "drizzle-orm";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys } from "../storage/schema.ts";

const MAX_CACHED = 10_000;

/**
 * The id and expiry of an API key; null if the key does not exist or is revoked. The key may have expired, so the
 * caller must compare `expiresAt` with the clock.
 */
export type KnownKey = { readonly id: string; readonly expiresAt: number | null } | null;

/** Looks up API keys by the SHA-256 hash of the key's text. Caches each result until that key changes. */
export interface KeyLookup {
  find(hash: string): Promise<KnownKey>;
  /** Returns the cached entry of a key; undefined if the key is not cached. */
  getCached(hash: string): KnownKey | undefined;
}

/** Creates the {@link KeyLookup} of a project. */
export function createKeyLookup(storage: AuthorityStorage, projectId: string, version: SettingsVersion): KeyLookup {
  // Valid and unknown keys have separate caches. A flood of invented keys therefore does not evict valid keys.
  const valid = new Map<string, KnownKey>();
  const unknown = new Map<string, KnownKey>();
  /** Maps the id of each cached valid API key to the key's hash. A change notice contains only the id. */
  const hashes = new Map<string, string>();
  // Each change of API keys increments the generation. A lookup that began before the change may have an outdated
  // result, so the result is not cached.
  let generation = 0;
  version.onChange((touched) => {
    if (!affectsKind(touched, "api_key")) return;
    generation++;
    if (touched === null) {
      for (const map of [valid, unknown, hashes]) map.clear();
      return;
    }
    // The changed key is either new, and then not cached, or in the cache of valid keys. The cache of unknown keys
    // needs no update.
    const hash = hashes.get(touched.id);
    if (hash !== undefined) valid.delete(hash);
    hashes.delete(touched.id);
  });
  const getCached = (hash: string) => valid.get(hash) ?? unknown.get(hash);
  return {
    getCached,
    async find(hash) {
      const cached = getCached(hash);
      if (cached !== undefined) return cached;
      const started = generation;
      const [row] = await storage.run((database) =>
        database
          .select({ id: apiKeys.id, expiresAt: apiKeys.expiresAt })
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hash), eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt))),
      );
      const known = row ? { id: row.id, expiresAt: row.expiresAt?.getTime() ?? null } : null;
      if (started !== generation) return known;
      const kept = known ? valid : unknown;
      if (kept.size >= MAX_CACHED) {
        kept.clear();
        if (known) hashes.clear();
      }
      kept.set(hash, known);
      if (known) hashes.set(known.id, hash);
      return known;
    },
  };
}
