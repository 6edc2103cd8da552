import { and, eq } from "drizzle-orm";
import { randomText } from "../base/random-text.ts";
import { settingRefusal } from "../base/setting-refusal.ts";
import type { Attribution, AuditAction } from "../changes/audit-entry.ts";
import { affectsKind } from "../changes/changed-row.ts";
import type { SettingsVersion } from "../changes/settings-version.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import type { Page, PageOptions } from "../storage/keyset-page.ts";
import { authRules } from "../storage/schema.ts";
import type { AuthRule, AuthRuleContent, AuthRuleInput } from "./auth-rule.ts";
import { createLiveRules } from "./live-rules.ts";
import { type RuleSettings, readRuleInput } from "./read-rule-input.ts";
import { compareAge, type RuleIndex } from "./rule-index.ts";
import { toRow, toRule } from "./rule-row.ts";
import { createRuleRows } from "./rule-rows.ts";
import { findSharedWorkspaces, type SharedWorkspaces } from "./shared-workspaces.ts";

/** Reads and changes the auth rules of a project. */
export interface RuleStore {
  /** Adds a rule. Throws `invalid_rule` if the content is invalid. */
  add(input: AuthRuleInput, by: Attribution): Promise<AuthRule>;
  /** Returns all rules, oldest first, including disabled ones. */
  list(): Promise<AuthRule[]>;
  /**
   * Returns a page of the rules, oldest first, including disabled ones. Throws `invalid_setting` if an option is out of
   * range or the cursor is malformed.
   */
  page(options?: PageOptions): Promise<Page<AuthRule>>;
  /** Returns one rule. Throws `not_found` for an unknown id. */
  find(id: string): Promise<AuthRule>;
  /**
   * Returns at most 50 pairs of enabled rules that let users of different providers share a workspace.
   *
   * @param ids the ids of rules. Every returned pair includes at least one of these rules. Default: all rules.
   */
  warnings(ids?: readonly string[]): Promise<SharedWorkspaces[]>;
  /**
   * Replaces the content of a rule. Fields that are missing from `input` get their default.
   *
   * @param revision the rule's `revision` at the time when the caller read the rule
   * @throws `invalid_rule` if the content is invalid; `not_found` for an unknown id; `conflict` if the rule has changed
   *   since that revision
   */
  update(id: string, revision: number, input: AuthRuleInput, by: Attribution): Promise<AuthRule>;
  /** Enables or disables a rule. Throws `not_found` for an unknown id. */
  setEnabled(id: string, enabled: boolean, by: Attribution): Promise<AuthRule>;
  /** Deletes a rule. Throws `not_found` for an unknown id. */
  remove(id: string, by: Attribution): Promise<void>;
  /**
   * Returns the index of all rules, including disabled ones. Reads the database on the first call, and on the first
   * call after a change of rules. While the database is being read, returns a promise.
   */
  live(): RuleIndex | Promise<RuleIndex>;
}

/** Creates the {@link RuleStore} of a project. */
export function createRuleStore(
  storage: AuthorityStorage,
  settings: ProjectSettings & RuleSettings,
  version: SettingsVersion,
): RuleStore {
  const ofProject = eq(authRules.projectId, settings.projectId);
  const withId = (id: string) => and(ofProject, eq(authRules.id, id));
  const rows = createRuleRows(storage, settings.projectId);
  const live = createLiveRules(rows, settings);
  version.onChange((touched) => {
    if (affectsKind(touched, "rule")) live.markStale(touched?.id ?? null);
  });

  /**
   * Changes one rule and returns it. Locks the rule's row first, so that concurrent changes run one after another.
   *
   * @param decide receives the stored rule and returns the new content. If it returns null, the rule does not change.
   */
  async function change(
    id: string,
    by: Attribution,
    decide: (rule: AuthRule) => { action: AuditAction; content: Partial<AuthRuleContent> } | null,
  ): Promise<AuthRule> {
    const { rule } = await version.change(
      async (database) => {
        const [row] = await database.select().from(authRules).where(withId(id)).for("update");
        if (row === undefined) throw settingRefusal("rule_not_found");
        const before = toRule(row);
        const decided = decide(before);
        if (decided === null) return { action: null, rule: before };
        const values = { ...decided.content, revision: before.revision + 1, updatedAt: new Date(settings.now()) };
        await database.update(authRules).set(values).where(withId(id));
        return { action: decided.action, rule: { ...before, ...values } };
      },
      ({ action, rule }) => action && noteOf(by, action, rule),
    );
    return rule;
  }

  return {
    live: live.get,
    list: rows.list,
    page: rows.page,
    async find(id) {
      const [rule] = await rows.pick([id]);
      if (rule === undefined) throw settingRefusal("rule_not_found");
      return rule;
    },
    async warnings(ids) {
      await version.check();
      return findSharedWorkspaces((await live.get()).all().sort(compareAge), ids);
    },
    async add(input, by) {
      const rule: AuthRule = {
        id: `rule_0${randomText(24)}`,
        ...readRuleInput(input, settings),
        revision: 1,
        createdAt: new Date(settings.now()),
        updatedAt: null,
      };
      await version.change(
        (database) => database.insert(authRules).values(toRow(settings.projectId, rule)),
        noteOf(by, "rule.create", rule),
      );
      return rule;
    },
    async update(id, revision, input, by) {
      const content = readRuleInput(input, settings);
      return change(id, by, (rule) => {
        if (rule.revision !== revision) throw settingRefusal("rule_changed");
        return { action: "rule.update", content };
      });
    },
    setEnabled: (id, enabled, by) =>
      change(id, by, (rule) => {
        if (rule.enabled === enabled) return null;
        return { action: enabled ? "rule.enable" : "rule.disable", content: { enabled } };
      }),
    async remove(id, by) {
      await version.change(
        async (database) => {
          const [removed] = await database.delete(authRules).where(withId(id)).returning();
          if (removed === undefined) throw settingRefusal("rule_not_found");
          return toRule(removed);
        },
        (rule) => noteOf(by, "rule.delete", rule),
      );
    },
  };
}

const noteOf = (by: Attribution, action: AuditAction, { id, name, provider, issuers }: AuthRule) => ({
  ...by,
  action,
  target: id,
  details: { name, provider, issuers },
});
