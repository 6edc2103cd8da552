import { and, eq } from "drizzle-orm";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys } from "../storage/schema.ts";

const STEP_MS = 60_000;

/** Records when API keys were last used. Writes in the background, at most once a minute per key and process. */
export interface KeyUsage {
  recordUse(id: string): void;
  /** Waits for pending writes. */
  settle(): Promise<void>;
}

/** Creates the {@link KeyUsage} of a project. */
export function createKeyUsage(storage: AuthorityStorage, settings: ProjectSettings): KeyUsage {
  const writes = new Set<Promise<unknown>>();
  const usedAt = new Map<string, number>();
  return {
    recordUse(id) {
      const now = settings.now();
      const last = usedAt.get(id) ?? Number.NEGATIVE_INFINITY;
      // After the clock is set back, `last` may be far in the future.
      if (now >= last && now - last < STEP_MS) return;
      usedAt.set(id, now);
      const write = storage
        .run((database) =>
          database
            .update(apiKeys)
            .set({ lastUsedAt: new Date(now) })
            .where(and(eq(apiKeys.projectId, settings.projectId), eq(apiKeys.id, id))),
        )
        .catch(settings.onFault)
        .finally(() => writes.delete(write));
      writes.add(write);
    },
    async settle() {
      await Promise.all(writes);
    },
  };
}
