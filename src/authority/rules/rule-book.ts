import { and, asc, eq } from "drizzle-orm";
import { AuthorityError } from "../authority-error.ts";
import type { AuthoritySettings } from "../authority-settings.ts";
import { createCachedValue } from "../cached-value.ts";
import { fetchJwks } from "../jwks/fetch-jwks.ts";
import { createJwksCache, type JwksCache } from "../jwks/jwks-cache.ts";
import { randomText } from "../random-text.ts";
import type { SettingsWatch } from "../settings-watch.ts";
import type { AuthorityStorage } from "../storage/authority-storage.ts";
import { authRules } from "../storage/schema.ts";
import type { AuthRule, AuthRuleInput } from "./auth-rule.ts";
import { readRuleInput } from "./read-rule-input.ts";

/** A rule with its own cache of keys: keys of one rule never verify a token of another. */
export interface LiveRule {
  readonly rule: AuthRule;
  readonly jwks: JwksCache;
}

/** The project's auth rules. */
export interface RuleBook {
  add(input: AuthRuleInput): Promise<AuthRule>;
  list(): Promise<AuthRule[]>;
  remove(id: string): Promise<void>;
  /** The rules in force, from memory unless settings have changed. */
  live(): readonly LiveRule[] | Promise<readonly LiveRule[]>;
}

/** Makes the {@link RuleBook} of a project. */
export function createRuleBook(storage: AuthorityStorage, settings: AuthoritySettings, watch: SettingsWatch): RuleBook {
  const ofProject = eq(authRules.projectId, settings.projectId);
  // Rules never change once saved, so a rule's keys outlive a reload of the list.
  const caches = new Map<string, JwksCache>();
  const cache = createCachedValue(async () => {
    const rules = await list();
    for (const id of caches.keys()) if (!rules.some((rule) => rule.id === id)) caches.delete(id);
    return rules.map((rule): LiveRule => {
      const jwks = caches.get(rule.id) ?? openJwks(rule);
      caches.set(rule.id, jwks);
      return { rule, jwks };
    });
  });
  watch.onChange(cache.drop);

  function openJwks(rule: AuthRule): JwksCache {
    return createJwksCache(() => fetchJwks(rule.jwksUrl, settings.allowInsecureJwks), settings.now);
  }

  async function list(): Promise<AuthRule[]> {
    const rows = await storage.run((database) =>
      database.select().from(authRules).where(ofProject).orderBy(asc(authRules.createdAt), asc(authRules.id)),
    );
    return rows.map(({ projectId: _, ...rule }) => rule);
  }

  return {
    live: cache.get,
    list,
    async add(input) {
      const checked = readRuleInput(input, settings);
      const rule = { ...checked, id: `rule_0${randomText(24)}`, createdAt: new Date(settings.now()) };
      await watch.change((database) => database.insert(authRules).values({ ...rule, projectId: settings.projectId }));
      return rule;
    },
    async remove(id) {
      const removed = await watch.change((database) =>
        database
          .delete(authRules)
          .where(and(ofProject, eq(authRules.id, id)))
          .returning({ id: authRules.id }),
      );
      if (removed.length === 0) {
        throw new AuthorityError("not_found", "There is no auth rule with that id.", "List the rules for their ids.");
      }
    },
  };
}
