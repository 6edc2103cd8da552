import { isDeepStrictEqual } from "node:util";
import { eq } from "drizzle-orm";
import { AuthorityError } from "../base/authority-error.ts";
import type { AuthRuleContent } from "../rules/auth-rule.ts";
import { contentOf, toRow } from "../rules/rule-row.ts";
import type { Database } from "../storage/authority-storage.ts";
import { authRules } from "../storage/schema.ts";

/** The result of saving a rule. */
export type Change = "added" | "updated" | "unchanged";

/**
 * Creates an auth rule of a project, or updates the rule if its id already exists. Uses the caller's transaction.
 * Throws `conflict` if another project has a rule with this id.
 */
export async function saveRule(
  database: Database,
  { projectId, id, createdAt }: { projectId: string; id: string; createdAt: Date },
  content: AuthRuleContent,
  now: Date,
): Promise<Change> {
  const [stored] = await database.select().from(authRules).where(eq(authRules.id, id)).for("update");
  if (stored === undefined) {
    const rule = { ...content, id, revision: 1, createdAt, updatedAt: null };
    await database.insert(authRules).values(toRow(projectId, rule));
    return "added";
  }
  if (stored.projectId !== projectId) {
    throw new AuthorityError(
      "conflict",
      `The auth rule ${id} belongs to another project.`,
      "Import into a separate database, or correct the project.",
    );
  }
  if (hasContent(stored, content)) return "unchanged";
  await database
    .update(authRules)
    .set({ ...content, revision: stored.revision + 1, updatedAt: now })
    .where(eq(authRules.id, id));
  return "updated";
}

/** Returns whether a stored auth rule has the given content. Ignores the rule's id, revision and times. */
export function hasContent(stored: AuthRuleContent, content: AuthRuleContent): boolean {
  return isDeepStrictEqual(contentOf(stored), content);
}
