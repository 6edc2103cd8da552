import { asc, eq } from "drizzle-orm";
import type { AuthorityError } from "../base/authority-error.ts";
import { createCachedValue } from "../base/cached-value.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { Actor } from "../changes/audit-entry.ts";
import { createSettingsWatch, raiseVersion } from "../changes/settings-watch.ts";
import { writeAudit } from "../changes/write-audit.ts";
import { isProjectId } from "../config/authority-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { apiKeys, authRules, projects, refreshTokens, signingKeys } from "../storage/schema.ts";

/** Under this name, which no project can have, processes tell each other that there are more or fewer projects. */
const EVERY_PROJECT = "";

/** A project of the authority. */
export interface ProjectInfo {
  id: string;
  /** For people. */
  name: string;
  allowedOrigins: string[];
  createdAt: Date;
}

/** The input of `projects.add`. */
export interface ProjectInput {
  /** 1 to 64 letters, digits, `-` and `_`; part of its API keys, tokens and address. */
  id: string;
  /** 1 to 255 characters. Default: the id. */
  name?: string;
}

/** The projects of an authority. */
export interface ProjectList {
  list(): Promise<ProjectInfo[]>;
  /** Throws `invalid_setting`, and `conflict` when there is one of that id. */
  add(input: ProjectInput): Promise<ProjectInfo>;
  /** Deletes a project with its API keys, rules, signing keys and visitors, for good. Throws `not_found`. */
  remove(id: string): Promise<void>;
  /** Tells whether there is such a project, from memory unless projects have changed. */
  has(id: string): Promise<boolean>;
  /** Begins to hear of other processes' changes; gives a function that ends it. */
  listen(): () => void;
}

/**
 * Makes the {@link ProjectList} of a database.
 *
 * @param now the wall clock, in milliseconds
 * @param from the project in which somebody adds others; its audit log tells of that too. Default: theirs alone
 */
export function createProjectList(
  storage: AuthorityStorage,
  now: () => number,
  actor: Actor = "program",
  from: string | null = null,
): ProjectList {
  const watch = createSettingsWatch(storage, EVERY_PROJECT, now);
  const cache = createCachedValue(async () => new Set((await list()).map(({ id }) => id)));
  watch.onChange(cache.drop);

  function list(): Promise<ProjectInfo[]> {
    return storage.run((database) =>
      database.select().from(projects).orderBy(asc(projects.createdAt), asc(projects.id)),
    );
  }

  return {
    list,
    listen: watch.listen,
    async has(id) {
      await watch.check();
      return (await cache.get()).has(id);
    },
    async add({ id, name = id }) {
      if (!isProjectId(id)) throw invalid("id", "must be 1 to 64 letters, digits, - and _");
      if (typeof name !== "string" || name.trim() === "" || name.length > 255 || /\p{Cc}/u.test(name)) {
        throw invalid("name", "must have 1 to 255 characters");
      }
      const row = { id, name, allowedOrigins: [], createdAt: new Date(now()) };
      return watch.change(async (database) => {
        const added = await database.insert(projects).values(row).onConflictDoNothing().returning();
        if (added.length === 0) throw settingRefusal("project_exists");
        for (const teller of new Set([id, from ?? id])) {
          await writeAudit(database, teller, now(), { action: "project.create", target: id, details: { name }, actor });
        }
        return row;
      });
    },
    async remove(id) {
      await createSettingsWatch(storage, id, now).change(
        async (database) => {
          const removed = await database.delete(projects).where(eq(projects.id, id)).returning();
          if (removed.length === 0) throw settingRefusal("project_not_found");
          for (const table of [apiKeys, authRules, signingKeys, refreshTokens]) {
            await database.delete(table).where(eq(table.projectId, id));
          }
          await raiseVersion(database, EVERY_PROJECT);
        },
        { action: "project.delete", target: id, actor },
      );
      // The project's own change has told those who serve it; this tells those who list them all.
      await watch.change(async () => {});
    },
  };
}

function invalid(field: "id" | "name", problem: string): AuthorityError {
  return settingRefusal("project_invalid", { field, problem, remedy: "Correct the project's id or name." });
}
