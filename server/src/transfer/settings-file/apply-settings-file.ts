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

// Any fixed number; it only has to be the same in every process of one database.
const LOCK = 721_552;
/** What the ids of rules of settings files begin with. */
const PREFIX = "rule_0file";

/** What a settings file has changed. */
export interface AppliedSettings {
  rulesSaved: number;
  /** Rules that an earlier file had made and this one has no more. */
  rulesRemoved: number;
  originsChanged: boolean;
}

interface Plan {
  save: { id: string; content: AuthRuleContent }[];
  remove: string[];
  /** Null when they are to stay as they are. */
  origins: readonly string[] | null;
}

/**
 * Makes a project's rules and origins those of a settings file, in one transaction. Processes that start at once do it once, and a
 * start that changes nothing tells nobody.
 *
 * A rule of a file is known again by its name. One that the file has no more is deleted; rules made otherwise stay as they are.
 */
export async function applySettingsFile(
  storage: AuthorityStorage,
  settings: Pick<ProjectSettings, "projectId" | "now">,
  file: SettingsFile,
): Promise<AppliedSettings> {
  const { projectId } = settings;
  const nothing: AppliedSettings = { rulesSaved: 0, rulesRemoved: 0, originsChanged: false };
  if (!hasChanges(await storage.run((database) => makePlan(database, projectId, file)))) return nothing;
  const version = createSettingsVersion(storage, projectId, settings.now);
  return version.change(
    async (database) => {
      // Another process may have done it meanwhile.
      await database.execute(sql`select pg_advisory_xact_lock(${sql.raw(String(LOCK))}, hashtext(${projectId}))`);
      const plan = await makePlan(database, projectId, file);
      await carryOut(database, projectId, plan, new Date(settings.now()));
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

async function makePlan(database: Database, projectId: string, { rules, allowedOrigins }: SettingsFile): Promise<Plan> {
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

async function carryOut(database: Database, projectId: string, plan: Plan, now: Date): Promise<void> {
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

/** The same in every process and at every start, and no other project's. */
function idOf(projectId: string, name: string): string {
  const digest = createHash("sha256").update(`${projectId}\0${name}`).digest("base64url");
  return `${PREFIX}${digest.replace(/[-_]/g, "x").slice(0, 20)}`;
}

const hasChanges = ({ save, remove, origins }: Plan): boolean => save.length + remove.length > 0 || origins !== null;
