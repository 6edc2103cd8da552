import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { and, eq, like, sql } from "drizzle-orm";
import { createSettingsVersion } from "../../changes/settings-version.ts";
import type { ProjectSettings } from "../../config/project-settings.ts";
import type { AuthRuleContent } from "../../rules/auth-rule.ts";
import type { AuthorityStorage, Database } from "../../storage/authority-storage.ts";
import { authRules, projects } from "../../storage/schema.ts";
import { hasContent, saveRule } from "../save-rule.ts";
import type { SettingsFile } from "./settings-file.ts";

// The first id of the advisory lock for settings files. The number is arbitrary, but must be the same in every process.
// The second id is the hash of the project's id.
const LOCK = 721_552;
/** The prefix of the ids of auth rules that come from a settings file. */
const PREFIX = "rule_0file";

/** The changes that {@link applySettingsFile} made to a project. */
export interface AppliedSettings {
  rulesSaved: number;
  /**
   * The number of deleted rules. A rule is deleted if an earlier settings file contained the rule and the `rules` of
   * the current file omit the rule.
   */
  rulesRemoved: number;
  originsChanged: boolean;
}

interface Plan {
  save: { id: string; content: AuthRuleContent }[];
  remove: string[];
  /** The new allowed origins; null if the stored origins stay unchanged. */
  origins: readonly string[] | null;
}

/**
 * Saves the rules and allowed origins of a settings file in a project, in one transaction. If the stored settings
 * already match the file, writes nothing and sends no change notice. Several processes may start at once. A database
 * lock then makes them wait for each other. The first process saves the changes, and the other processes find nothing
 * to change.
 *
 * A rule of the file is identified by its name. If an earlier file contained a rule and the `rules` of this file omit
 * the rule, the function deletes the rule. Rules that were added elsewhere, for example in the dashboard, do not
 * change. The file's `allowedOrigins` replace all stored origins. If the file omits `rules` or `allowedOrigins`, the
 * stored rules or origins do not change.
 */
export async function applySettingsFile(
  storage: AuthorityStorage,
  settings: Pick<ProjectSettings, "projectId" | "now">,
  file: SettingsFile,
): Promise<AppliedSettings> {
  const { projectId } = settings;
  const nothing: AppliedSettings = { rulesSaved: 0, rulesRemoved: 0, originsChanged: false };
  if (!hasChanges(await storage.run((database) => createPlan(database, projectId, file)))) return nothing;
  const version = createSettingsVersion(storage, projectId, settings.now);
  return version.change(
    async (database) => {
      // Another process may have applied the file since the plan was made. The plan is therefore made again under the
      // lock.
      await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))}, hashtext(${projectId}))`);
      const plan = await createPlan(database, projectId, file);
      await applyPlan(database, projectId, plan, new Date(settings.now()));
      const { save, remove, origins } = plan;
      return { rulesSaved: save.length, rulesRemoved: remove.length, originsChanged: origins !== null };
    },
    (applied) =>
      isDeepStrictEqual(applied, nothing)
        ? null
        : {
            actor: "program",
            action: "settings.import",
            target: projectId,
            details: { source: "settings file", ...applied },
          },
  );
}

async function createPlan(
  database: Database,
  projectId: string,
  { rules, allowedOrigins }: SettingsFile,
): Promise<Plan> {
  const plan: Plan = { save: [], remove: [], origins: null };
  if (rules !== null) {
    const stored = await database
      .select()
      .from(authRules)
      .where(and(eq(authRules.projectId, projectId), like(authRules.id, `${PREFIX}%`)));
    const wanted = rules.map((content) => ({ id: idOf(projectId, content.name), content }));
    plan.remove = stored.map(({ id }) => id).filter((id) => !wanted.some((each) => each.id === id));
    plan.save = wanted.filter(({ id, content }) => {
      const row = stored.find((each) => each.id === id);
      return row === undefined || !hasContent(row, content);
    });
  }
  if (allowedOrigins !== null) {
    const [project] = await database.select().from(projects).where(eq(projects.id, projectId));
    const origins = [...new Set(allowedOrigins)];
    if (!isDeepStrictEqual(project?.allowedOrigins ?? [], origins)) plan.origins = origins;
  }
  return plan;
}

async function applyPlan(database: Database, projectId: string, plan: Plan, now: Date): Promise<void> {
  for (const id of plan.remove) await database.delete(authRules).where(eq(authRules.id, id));
  for (const { id, content } of plan.save) {
    await saveRule(database, { projectId, id, createdAt: now }, content, now);
  }
  if (plan.origins === null) return;
  const allowedOrigins = [...plan.origins];
  await database
    .insert(projects)
    .values({ id: projectId, name: projectId, allowedOrigins, createdAt: now })
    .onConflictDoUpdate({ target: projects.id, set: { allowedOrigins } });
}

/**
 * Returns the id of a rule from a settings file. The id is computed from the project id and the rule's name, so it is
 * the same at every start of every process.
 */
function idOf(projectId: string, name: string): string {
  const digest = createHash("sha256").update(`${projectId}\0${name}`).digest("base64url");
  return `${PREFIX}${digest.replace(/[-_]/g, "x").slice(0, 20)}`;
}

const hasChanges = ({ save, remove, origins }: Plan): boolean => save.length + remove.length > 0 || origins !== null;
