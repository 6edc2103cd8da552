import { eq } from "drizzle-orm";
import { readAllowedOrigin } from "../base/allowed-origin.ts";
import { createCachedValue } from "../base/cached-value.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { Attribution } from "../changes/audit-entry.ts";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { projects } from "../storage/schema.ts";

const MAX_ORIGINS = 32;

/**
 * The origins of the web pages that may call a project's API from a browser. The options contain some of these origins,
 * and the database contains the others.
 */
export interface AllowedOrigins {
  /** Returns the stored origins. */
  list(): Promise<string[]>;
  /**
   * Replaces the stored origins and returns the new origins in canonical form. Throws `invalid_setting` if an origin is
   * malformed, or if there are more than 32 origins.
   */
  set(origins: readonly string[], by: Attribution): Promise<string[]>;
  /**
   * Adds an origin if it is not stored yet. Returns all stored origins. Throws `invalid_setting` if the origin is
   * malformed, or if 32 other origins are already stored.
   */
  add(origin: string, by: Attribution): Promise<string[]>;
  /**
   * Removes an origin. Returns the remaining stored origins. Throws `invalid_setting` if the origin is malformed, and
   * `not_found` if it is not stored.
   */
  remove(origin: string, by: Attribution): Promise<string[]>;
  /**
   * Returns the origins from the options and the database. Caches them until the stored origins change. An empty list
   * allows every origin.
   */
  live(): readonly string[] | Promise<readonly string[]>;
}

/** Creates the {@link AllowedOrigins} of a project. */
export function createAllowedOrigins(
  storage: AuthorityStorage,
  settings: ProjectSettings,
  version: SettingsVersion,
): AllowedOrigins {
  const { projectId } = settings;
  const ofProject = eq(projects.id, projectId);
  let last: readonly string[] | null = null;
  const cache = createCachedValue(async () => {
    last = [...new Set([...settings.allowedOrigins, ...(await list())])];
    return last;
  });
  version.onChange((touched) => {
    if (affectsKind(touched, "origins")) cache.drop();
  });

  async function list(): Promise<string[]> {
    const [row] = await storage.run((database) =>
      database.select({ origins: projects.allowedOrigins }).from(projects).where(ofProject),
    );
    return row?.origins ?? [];
  }

  function change(by: Attribution, decide: (stored: readonly string[]) => readonly string[]): Promise<string[]> {
    return version.change(
      async (database) => {
        const createdAt = new Date(settings.now());
        await database.insert(projects).values({ id: projectId, name: projectId, createdAt }).onConflictDoNothing();
        // Without the row lock, two concurrent changes would start from the same origins, and one would overwrite the
        // other.
        const [row] = await database.select().from(projects).where(ofProject).for("update");
        const allowedOrigins = [...new Set(decide(row?.allowedOrigins ?? []))];
        if (allowedOrigins.length > MAX_ORIGINS) throw settingRefusal("too_many_origins", { max: MAX_ORIGINS });
        await database.update(projects).set({ allowedOrigins }).where(ofProject);
        return allowedOrigins;
      },
      (origins) => ({ ...by, action: "origins.update", target: projectId, details: { origins } }),
    );
  }

  /**
   * Loads the allowed origins. If the database is unavailable, returns the last known origins, so that pages of allowed
   * origins can read the error response.
   */
  async function loadOrLastKnown(waiting: Promise<void> | null): Promise<readonly string[]> {
    try {
      await waiting;
      return await cache.get();
    } catch (error) {
      if (last !== null) return last;
      throw error;
    }
  }

  return {
    list,
    set: async (origins, by) => {
      const read = origins.map(readOrigin);
      return change(by, () => read);
    },
    add: async (origin, by) => {
      const read = readOrigin(origin);
      return change(by, (stored) => [...stored, read]);
    },
    remove: async (origin, by) => {
      const read = readOrigin(origin);
      return change(by, (stored) => {
        if (!stored.includes(read)) throw settingRefusal("origin_not_found");
        return stored.filter((each) => each !== read);
      });
    },
    live() {
      const waiting = version.check();
      const origins = waiting === null ? cache.get() : null;
      return origins === null || origins instanceof Promise ? loadOrLastKnown(waiting) : origins;
    },
  };
}

function readOrigin(text: string): string {
  const origin = typeof text === "string" ? readAllowedOrigin(text) : null;
  if (origin === null) throw settingRefusal("origin_invalid");
  return origin;
}
