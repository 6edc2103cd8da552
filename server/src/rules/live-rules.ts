import type { ProjectSettings } from "../config/project-settings.ts";
import type { AuthRule } from "./auth-rule.ts";
import { type LiveRule, RuleIndex } from "./rule-index.ts";
import { createRuleJwks } from "./rule-jwks.ts";
import type { RuleRows } from "./rule-rows.ts";

/**
 * The maximum number of changed rules to read by id. If more rules have changed, the server reads all rules. Reading
 * all rules is then cheaper than a query with so many ids.
 */
const MAX_STALE = 512;

/** A project's auth rules in memory. After a change, only the changed rules are read from the database. */
export interface LiveRules {
  /**
   * Returns the current rules. If `markStale` has marked rules, first waits until the marked rules are read from the
   * database.
   */
  get(): RuleIndex | Promise<RuleIndex>;
  /** Marks a rule as outdated; null marks all rules. The next `get` reads the marked rules from the database. */
  markStale(id: string | null): void;
}

/** Creates the {@link LiveRules} of a project. */
export function createLiveRules(rows: Pick<RuleRows, "list" | "pick">, settings: ProjectSettings): LiveRules {
  const jwks = createRuleJwks(settings);
  let index: RuleIndex | null = null;
  let stale = new Set<string>();
  let pending: Promise<RuleIndex> | null = null;
  // `markStale` increases the generation when it marks all rules.
  let generation = 0;

  const toLive = (rule: AuthRule): LiveRule => ({ rule, jwks: jwks.cacheOf(rule) });

  async function load(): Promise<RuleIndex> {
    stale = new Set();
    return new RuleIndex((await rows.list()).map(toLive));
  }

  async function reread(loaded: RuleIndex): Promise<void> {
    const ids = [...stale];
    stale = new Set();
    try {
      const changedRules = await rows.pick(ids);
      for (const id of ids) loaded.remove(id);
      for (const rule of changedRules) loaded.put(toLive(rule));
      for (const id of ids) if (!loaded.has(id)) jwks.forget(id);
    } catch (error) {
      for (const id of ids) stale.add(id);
      throw error;
    }
  }

  async function refresh(): Promise<RuleIndex> {
    const started = generation;
    const isLatest = () => started === generation;
    try {
      let loaded = index;
      if (loaded === null) {
        loaded = await load();
        if (isLatest()) jwks.retain(loaded);
      }
      // If all rules were marked stale during the load, this result may be outdated. It is returned to the callers that
      // wait for it, but not cached.
      while (stale.size > 0 && isLatest()) await reread(loaded);
      if (isLatest()) index = loaded;
      return loaded;
    } finally {
      if (isLatest()) pending = null;
    }
  }

  return {
    get() {
      // A pending read has already emptied `stale`, but the index still contains the old versions of its rules.
      if (index !== null && stale.size === 0 && pending === null) return index;
      pending ??= refresh();
      return pending;
    },
    markStale(id) {
      if (id !== null && stale.size < MAX_STALE) {
        stale.add(id);
        return;
      }
      generation++;
      index = null;
      pending = null;
      stale = new Set();
    },
  };
}
