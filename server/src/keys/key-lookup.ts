import { and, eq, isNull } from "drizzle-orm";
import type { SettingsVersion } from "../changes/settings-version.ts";
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
  let valid = new Map<string, KnownKey>();
  let unknown = new Map<string, KnownKey>();
  version.onChange(() => {
    valid = new Map();
    unknown = new Map();
  });
  const recall = (hash: string) => valid.get(hash) ?? unknown.get(hash);
  return {
    recall,
    async find(hash) {
      const cached = recall(hash);
      if (cached !== undefined) return cached;
      // What was read before a change must not be kept after it.
      const [keptValid, keptUnknown] = [valid, unknown];
      const [row] = await storage.run((database) =>
        database
          .select({ id: apiKeys.id, expiresAt: apiKeys.expiresAt })
          .from(apiKeys)
          .where(and(eq(apiKeys.hash, hash), eq(apiKeys.projectId, projectId), isNull(apiKeys.revokedAt))),
      );
      const known = row ? { id: row.id, expiresAt: row.expiresAt?.getTime() ?? null } : null;
      const kept = known ? keptValid : keptUnknown;
      if (kept.size >= MAX_CACHED) kept.clear();
      kept.set(hash, known);
      return known;
    },
  };
}
