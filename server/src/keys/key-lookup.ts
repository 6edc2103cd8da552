import { and, eq, isNull } from "drizzle-orm";
import type { SettingsVersion } from "../changes/settings-version.ts";
import { touches } from "../changes/touched-row.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys } from "../storage/schema.ts";

const MAX_CACHED = 10_000;

/** What the token path has to know of an API key; null when there is none in force. */
export type KnownKey = { readonly id: string; readonly expiresAt: number | null } | null;

/** Finds API keys by their hash, from memory unless settings have changed. */
export interface KeyLookup {
  find(hash: string): Promise<KnownKey>;
  /** What is in memory of a key; undefined when it would have to be looked up. */
  recall(hash: string): KnownKey | undefined;
}

/** Makes the {@link KeyLookup} of a project. */
export function createKeyLookup(storage: AuthorityStorage, projectId: string, version: SettingsVersion): KeyLookup {
  // Valid and unknown keys apart: a flood of made-up keys must not push out the real ones.
  const valid = new Map<string, KnownKey>();
  const unknown = new Map<string, KnownKey>();
  /** The hashes of the valid keys, by id. */
  const hashes = new Map<string, string>();
  // Raised by each change of keys: what was read before it must not be kept after it.
  let generation = 0;
  version.onChange((touched) => {
    if (!touches(touched, "api_key")) return;
    generation++;
    if (touched === null) {
      for (const map of [valid, unknown, hashes]) map.clear();
      return;
    }
    // A new key was never looked up before, so only the valid ones can be out of date.
    const hash = hashes.get(touched.id);
    if (hash !== undefined) valid.delete(hash);
    hashes.delete(touched.id);
  });
  const recall = (hash: string) => valid.get(hash) ?? unknown.get(hash);
  return {
    recall,
    async find(hash) {
      const cached = recall(hash);
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
