import type { JwksCache } from "../../../src/verify/jwks/jwks-cache.ts";
import type { AuthRule } from "./auth-rule.ts";

/**
 * An auth rule with its own cache of the provider's keys. The caches are separate, so a key from one rule's JWKS never
 * verifies a token for another rule.
 */
export interface LiveRule {
  readonly rule: AuthRule;
  readonly jwks: JwksCache;
}

/**
 * Keeps auth rules in memory, indexed by id and by issuer. The cost of changing a rule depends on the number of that
 * rule's issuers, not on the number of rules.
 */
export class RuleIndex {
  readonly #byId = new Map<string, LiveRule>();
  readonly #byIssuer = new Map<string, Map<string, LiveRule>>();

  constructor(rules: Iterable<LiveRule>) {
    for (const liveRule of rules) this.put(liveRule);
  }

  /** Adds a rule. If the index already contains a rule with this id, replaces the old rule. */
  put(liveRule: LiveRule): void {
    const { id, issuers } = liveRule.rule;
    this.remove(id);
    this.#byId.set(id, liveRule);
    for (const issuer of issuers) {
      const rulesOfIssuer = this.#byIssuer.get(issuer);
      if (rulesOfIssuer === undefined) this.#byIssuer.set(issuer, new Map([[id, liveRule]]));
      else rulesOfIssuer.set(id, liveRule);
    }
  }

  remove(id: string): void {
    const liveRule = this.#byId.get(id);
    if (liveRule === undefined) return;
    this.#byId.delete(id);
    for (const issuer of liveRule.rule.issuers) {
      const rulesOfIssuer = this.#byIssuer.get(issuer);
      rulesOfIssuer?.delete(id);
      if (rulesOfIssuer?.size === 0) this.#byIssuer.delete(issuer);
    }
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /**
   * Returns the enabled rules whose `issuers` contain `issuer`, oldest first. Returns an empty list if `issuer` is not
   * a string.
   */
  ofIssuer(issuer: unknown): LiveRule[] {
    const rulesOfIssuer = typeof issuer === "string" ? this.#byIssuer.get(issuer) : undefined;
    return [...(rulesOfIssuer?.values() ?? [])]
      .filter(({ rule }) => rule.enabled)
      .sort((one, other) => compareAge(one.rule, other.rule));
  }

  /** Returns all rules, including disabled ones, in no particular order. */
  all(): AuthRule[] {
    return [...this.#byId.values()].map(({ rule }) => rule);
  }
}

/** Compares two rules for sorting: oldest first, then by id. All processes therefore sort rules in the same order. */
export function compareAge(one: AuthRule, other: AuthRule): number {
  const difference = one.createdAt.getTime() - other.createdAt.getTime();
  return difference !== 0 ? difference : one.id < other.id ? -1 : 1;
}
