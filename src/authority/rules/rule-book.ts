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
import type { AuthRule, AuthRuleContent, AuthRuleInput } from "./auth-rule.ts";
import { readRuleInput } from "./read-rule-input.ts";

/** A rule with its own cache of keys: keys of one rule never verify a token of another. */
export interface LiveRule {
  readonly rule: AuthRule;
  readonly jwks: JwksCache;
}

/** The project's auth rules. */
export interface RuleBook {
  /** Saves a rule. Throws `invalid_rule`. */
  add(input: AuthRuleInput): Promise<AuthRule>;
  /** All rules, disabled ones too, oldest first. */
  list(): Promise<AuthRule[]>;
  /**
   * Puts another content in place of a rule's; fields left out of `input` get their default.
   *
   * @param revision the revision that was read
   * @throws `invalid_rule`; `not_found`; `conflict` when the rule was changed since
   */
  update(id: string, revision: number, input: AuthRuleInput): Promise<AuthRule>;
  /** Puts a rule in force or out of it. Throws `not_found`. */
  setEnabled(id: string, enabled: boolean): Promise<AuthRule>;
  /** Deletes a rule. Throws `not_found`. */
  remove(id: string): Promise<void>;
  /** The rules, disabled ones too, from memory unless settings have changed. */
  live(): readonly LiveRule[] | Promise<readonly LiveRule[]>;
}

/** Makes the {@link RuleBook} of a project. */
export function createRuleBook(storage: AuthorityStorage, settings: AuthoritySettings, watch: SettingsWatch): RuleBook {
  const ofProject = eq(authRules.projectId, settings.projectId);
  const withId = (id: string) => and(ofProject, eq(authRules.id, id));
  // A rule's keys outlive a reload of the list, but not a change of where they come from.
  const caches = new Map<string, { jwksUrl: string; jwks: JwksCache }>();
  const cache = createCachedValue(async () => {
    const rules = await list();
    for (const id of caches.keys()) if (!rules.some((rule) => rule.id === id)) caches.delete(id);
    return rules.map((rule): LiveRule => ({ rule, jwks: keysOf(rule) }));
  });
  watch.onChange(cache.drop);

  function keysOf({ id, jwksUrl }: AuthRule): JwksCache {
    const known = caches.get(id);
    if (known?.jwksUrl === jwksUrl) return known.jwks;
    const jwks = createJwksCache(() => fetchJwks(jwksUrl, settings.allowInsecureJwks), settings.now);
    caches.set(id, { jwksUrl, jwks });
    return jwks;
  }

  async function list(): Promise<AuthRule[]> {
    const rows = await storage.run((database) =>
      database.select().from(authRules).where(ofProject).orderBy(asc(authRules.createdAt), asc(authRules.id)),
    );
    return rows.map(toRule);
  }

  /** Changes one rule under its revision, so that two changes at once never lose one of them. */
  function change(id: string, decide: (rule: AuthRule) => Partial<AuthRuleContent>): Promise<AuthRule> {
    return watch.change(async (database) => {
      const [row] = await database.select().from(authRules).where(withId(id)).for("update");
      if (row === undefined) throw notFound();
      const values = { ...decide(toRule(row)), revision: row.revision + 1, updatedAt: new Date(settings.now()) };
      const [changed] = await database.update(authRules).set(values).where(withId(id)).returning();
      if (changed === undefined) throw notFound();
      return toRule(changed);
    });
  }

  return {
    live: cache.get,
    list,
    async add(input) {
      const rule: AuthRule = {
        id: `rule_0${randomText(24)}`,
        ...readRuleInput(input, settings),
        revision: 1,
        createdAt: new Date(settings.now()),
        updatedAt: null,
      };
      await watch.change((database) => database.insert(authRules).values({ ...rule, projectId: settings.projectId }));
      return rule;
    },
    async update(id, revision, input) {
      const content = readRuleInput(input, settings);
      return change(id, (rule) => {
        if (rule.revision !== revision) throw conflict();
        return content;
      });
    },
    setEnabled: (id, enabled) => change(id, () => ({ enabled })),
    async remove(id) {
      const removed = await watch.change((database) =>
        database.delete(authRules).where(withId(id)).returning({ id: authRules.id }),
      );
      if (removed.length === 0) throw notFound();
    },
  };
}

function toRule({ projectId: _, nameClaim: __, ...rule }: typeof authRules.$inferSelect): AuthRule {
  return rule;
}

function notFound(): AuthorityError {
  return new AuthorityError("not_found", "There is no auth rule with that id.", "List the rules for their ids.");
}

function conflict(): AuthorityError {
  return new AuthorityError(
    "conflict",
    "The auth rule was changed by somebody else since it was read.",
    "Read it again, look at what has changed, and repeat your change.",
  );
}
