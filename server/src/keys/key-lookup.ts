import { and, eq, isNull } from "drizzle-orm";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys } from "../storage/schema.ts";

const MAX_CACHED = 10_000;

/** The fields of an active API key that a check needs; null for a key that is not active. */
export type KnownKey = { readonly id: string; readonly expiresAt: number | null } | null;

/** Looks up API keys by their hash. Caches the results until settings change. */
export interface KeyLookup {
  find(hash: string): Promise<KnownKey>;
  /** Returns the cached entry of a key; undefined if it is not cached. */
  getCached(hash: string): KnownKey | undefined;
}

/** Creates the {@link KeyLookup} of a project. */
export function createKeyLookup(storage: AuthorityStorage, projectId: string, version: SettingsVersion): KeyLookup {
  // The caches are separate, so that a flood of invented keys does not evict valid ones.
  const valid = new Map<string, KnownKey>();
  const unknown = new Map<string, KnownKey>();
  /** The hashes of valid keys, by id. */
  const hashes = new Map<string, string>();
  // Each change of keys increments the generation. The result of a lookup that began before the change is then not
  // cached.
  let generation = 0;
  version.onChange((touched) => {
    if (!affectsKind(touched, "api_key")) return;
    generation++;
    if (touched === null) {
      for (const map of [valid, unknown, hashes]) map.clear();
      return;
    }
    // A new key has not been looked up yet, so only cached valid keys can be outdated.
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
