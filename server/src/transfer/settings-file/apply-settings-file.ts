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

// The id of an advisory lock: an arbitrary number, which is the same in every process.
const LOCK = 721_552;
/** The prefix of the ids of rules that come from settings files. */
const PREFIX = "rule_0file";

/** The changes that a settings file caused. */
export interface AppliedSettings {
  rulesSaved: number;
  /** The number of removed rules, which an earlier file contained and this file does not. */
  rulesRemoved: number;
  originsChanged: boolean;
}

interface Plan {
  save: { id: string; content: AuthRuleContent }[];
  remove: string[];
  /** The new allowed origins; null to keep the stored ones. */
  origins: readonly string[] | null;
}

/**
 * Applies the rules and origins of a settings file to a project in one transaction. If several processes start at once,
 * only one of them applies the file. If nothing has changed, it writes nothing and notifies no other process.
 *
 * Names identify the rules of a file. Rules that the file no longer contains are deleted. Rules that come from
 * elsewhere do not change.
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
      // Another process may have applied the file in the meantime, so the required changes are determined again under a
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

/** Returns the id of a rule. It is stable across processes and starts, and unique per project. */
function idOf(projectId: string, name: string): string {
  const digest = createHash("sha256").update(`${projectId}\0${name}`).digest("base64url");
  return `${PREFIX}${digest.replace(/[-_]/g, "x").slice(0, 20)}`;
}

const hasChanges = ({ save, remove, origins }: Plan): boolean => save.length + remove.length > 0 || origins !== null;
