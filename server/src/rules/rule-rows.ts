import { and, asc, eq, inArray } from "drizzle-orm";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { type Page, type PageOptions, readPage } from "../storage/keyset-page.ts";
import { authRules } from "../storage/schema.ts";
import type { AuthRule } from "./auth-rule.ts";
import { toRule } from "./rule-row.ts";

/** The rules of a project, read from the database. */
export interface RuleRows {
  /** All rules, disabled ones too, oldest first. */
  list(): Promise<AuthRule[]>;
  /** A page of them, in the same order. Throws `invalid_setting`. */
  page(options?: PageOptions): Promise<Page<AuthRule>>;
  /** The rules of those ids that exist. */
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
