import { and, asc, eq, inArray } from "drizzle-orm";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type Page, type PageOptions, readPage } from "../storage/keyset-page.ts";
import { authRules } from "../storage/schema.ts";
import type { AuthRule } from "./auth-rule.ts";
import { toRule } from "./rule-row.ts";

/** The queries that read a project's auth rules from the database. */
export interface RuleRows {
  /** Returns all rules, oldest first, including disabled ones. */
  list(): Promise<AuthRule[]>;
  /**
   * Returns a page of the rules, oldest first, including disabled ones. Throws `invalid_setting` if an option is out of
   * range or the cursor is malformed.
   */
  page(options?: PageOptions): Promise<Page<AuthRule>>;
  /** Returns the rules with these ids, in any order. Skips ids that do not exist. */
  pick(ids: readonly string[]): Promise<AuthRule[]>;
}

/** Creates the {@link RuleRows} of a project. */
export function createRuleRows(storage: Pick<AuthorityStorage, "run">, projectId: string): RuleRows {
  const ofProject = eq(authRules.projectId, projectId);
  return {
    async list() {
      const rows = await storage.run((database) =>
        database.select().from(authRules).where(ofProject).orderBy(asc(authRules.createdAt), asc(authRules.id)),
      );
      return rows.map(toRule);
    },
    page: (options = {}) =>
      readPage(options, { ...authRules, direction: "oldest first" }, async ({ where, orderBy, limit }) => {
        const rows = await storage.run((database) =>
          database
            .select()
            .from(authRules)
            .where(and(ofProject, where))
            .orderBy(...orderBy)
            .limit(limit),
        );
        return rows.map(toRule);
      }),
    async pick(ids) {
      const rows = await storage.run((database) =>
        database
          .select()
          .from(authRules)
          .where(and(ofProject, inArray(authRules.id, [...ids]))),
      );
      return rows.map(toRule);
    },
  };
}
