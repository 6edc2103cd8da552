import { asc, eq } from "drizzle-orm";
import type { AuthorityError } from "../base/authority-error.ts";
import { createCachedValue } from "../base/cached-value.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import { isUnsafeText, UNSAFE_TEXT_PROBLEM } from "../base/unsafe-text.ts";
import type { Attribution } from "../changes/audit-entry.ts";
import { createSettingsVersion, incrementVersion } from "../changes/settings-version.ts";
import { writeAudit } from "../changes/write-audit.ts";
import { isProjectId } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type Page, type PageOptions, readPage } from "../storage/keyset-page.ts";
import {
  apiKeys,
  authRules,
  projects,
  refreshTokens,
  revocations,
  securityEvents,
  signingKeys,
} from "../storage/schema.ts";
import { files, fileUsage, threadKeys, threads } from "../storage/thread-schema.ts";

/**
 * The `projectId` of the settings version for the list of projects. This version increases when a project is added or
 * deleted. The text is empty, so it differs from every project's id.
 */
const EVERY_PROJECT = "";

/** A project in an authority's database. */
export interface ProjectInfo {
  id: string;
  /** The display name. */
  name: string;
  allowedOrigins: string[];
  createdAt: Date;
}

/** The input of `projects.add`. */
export interface ProjectInput {
  /**
   * The id: 1 to 64 letters, digits, `-` and `_`. The first character is a letter or digit. The id is part of the
   * project's API keys, tokens and URL.
   */
  id: string;
  /** The display name, 1 to 255 characters. Default: the id. */
  name?: string;
}

/** The actor that adds a project. The audit log records this actor. */
export type ProjectAttribution = Attribution & {
  /**
   * The id of the project in which the admin is signed in. The audit log of that project also contains an entry about
   * the new project. Default: none.
   */
  readonly from?: string;
};

/** Lists, adds and deletes the projects of an authority. */
export interface ProjectList {
  /** Returns all projects, oldest first. */
  list(): Promise<ProjectInfo[]>;
  /**
   * Returns one page of the list of projects, newest first. Throws `invalid_setting` if an option is out of range or
   * the cursor is malformed.
   */
  page(options?: PageOptions): Promise<Page<ProjectInfo>>;
  /**
   * Returns the project with this id; null if the `projects` table has no such row. The root project has no row
   * before the first change of its allowed origins.
   */
  find(id: string): Promise<ProjectInfo | null>;
  /** Adds a project. Throws `invalid_setting` for an invalid id or name, and `conflict` if the id exists. */
  add(input: ProjectInput, by: ProjectAttribution): Promise<ProjectInfo>;
  /**
   * Permanently deletes a project with all its data, such as API keys, rules, signing keys, visitors, threads and
   * files. The entries in the audit log remain. Throws `not_found` for an unknown id. Throws `invalid_setting` if the
   * project has files in a bucket, but no bucket is configured.
   */
  remove(id: string, by: Attribution): Promise<void>;
  /**
   * Returns whether the `projects` table has a row with this id. Caches all ids until a project is added or deleted.
   */
  has(id: string): Promise<boolean>;
  /** Subscribes to the change notices of all processes, including this one. Returns a function that unsubscribes. */
  listen(): () => void;
}

/**
 * Creates the {@link ProjectList} of a database.
 *
 * @param now the wall clock, in milliseconds since the epoch
 * @param removeContent deletes a project's threads and files, in batches
 */
export function createProjectList(
  storage: AuthorityStorage,
  now: () => number,
  removeContent: (projectId: string) => Promise<void>,
): ProjectList {
  const version = createSettingsVersion(storage, EVERY_PROJECT, now);
  const cache = createCachedValue(async () => {
    const rows = await storage.run((database) => database.select({ id: projects.id }).from(projects));
    return new Set(rows.map(({ id }) => id));
  });
  version.onChange(cache.drop);

  function list(): Promise<ProjectInfo[]> {
    return storage.run((database) =>
      database.select().from(projects).orderBy(asc(projects.createdAt), asc(projects.id)),
    );
  }

  async function find(id: string): Promise<ProjectInfo | null> {
    const [row] = await storage.run((database) => database.select().from(projects).where(eq(projects.id, id)));
    return row ?? null;
  }

  return {
    list,
    page: (options = {}) =>
      readPage(options, { ...projects, direction: "newest first" }, ({ where, orderBy, limit }) =>
        storage.run((database) =>
          database
            .select()
            .from(projects)
            .where(where)
            .orderBy(...orderBy)
            .limit(limit),
        ),
      ),
    find,
    listen: version.listen,
    async has(id) {
      await version.check();
      return (await cache.get()).has(id);
    },
    async add({ id, name = id }, { from = id, ...by }) {
      if (!isProjectId(id)) throw invalid("id", "must be 1 to 64 letters, digits, - and _");
      if (typeof name === "string" && isUnsafeText(name)) throw invalid("name", UNSAFE_TEXT_PROBLEM);
      if (typeof name !== "string" || name.trim() === "" || name.length > 255) {
        throw invalid("name", "must have 1 to 255 characters");
      }
      const row = { id, name, allowedOrigins: [], createdAt: new Date(now()) };
      return version.change(async (database) => {
        const added = await database.insert(projects).values(row).onConflictDoNothing().returning();
        if (added.length === 0) throw settingRefusal("project_exists");
        for (const projectId of new Set([id, from])) {
          const note = { ...by, action: "project.create", target: id, details: { name } } as const;
          await writeAudit(database, projectId, now(), note);
        }
        return row;
      });
    },
    async remove(id, by) {
      // The project at the root may have files but no row.
      if ((await find(id)) === null) throw settingRefusal("project_not_found");
      // Without its row, an object in the bucket could not be found again. A single deletion of all threads or files
      // would exceed the statement timeout. The transaction below deletes the few rows that requests add until then.
      await removeContent(id);
      await createSettingsVersion(storage, id, now).change(
        async (database) => {
          const removed = await database.delete(projects).where(eq(projects.id, id)).returning();
          if (removed.length === 0) throw settingRefusal("project_not_found");
          for (const table of [
            ...[apiKeys, authRules, signingKeys, refreshTokens, revocations, securityEvents],
            ...[threads, threadKeys, files, fileUsage],
          ]) {
            await database.delete(table).where(eq(table.projectId, id));
          }
          await incrementVersion(database, EVERY_PROJECT);
        },
        { ...by, action: "project.delete", target: id },
      );
      // The change above notifies the processes that serve the deleted project. This change notifies the processes that
      // cache the list of all projects.
      await version.change(async () => {});
    },
  };
}

function invalid(field: "id" | "name", problem: string): AuthorityError {
  return settingRefusal("project_invalid", { field, problem, remedy: "Correct the project's id or name." });
}
