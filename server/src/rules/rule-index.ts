import type { JwksCache } from "../../../src/verify/jwks/jwks-cache.ts";
import type { AuthRule } from "./auth-rule.ts";

/** A rule with its own cache of keys: keys of one rule never verify a token of another. */
export interface LiveRule {
  readonly rule: AuthRule;
  readonly jwks: JwksCache;
}

/** Rules in memory by id and by issuer. A change costs as much as the rule has issuers, however many rules there are. */
export class RuleIndex {
  readonly #byId = new Map<string, LiveRule>();
  readonly #byIssuer = new Map<string, Map<string, LiveRule>>();

  constructor(rules: Iterable<LiveRule>) {
    for (const live of rules) this.put(live);
  }

  /** Adds a rule, or replaces the one of its id. */
  put(live: LiveRule): void {
    const { id, issuers } = live.rule;
    this.remove(id);
    this.#byId.set(id, live);
    for (const issuer of issuers) {
      const known = this.#byIssuer.get(issuer);
      if (known === undefined) this.#byIssuer.set(issuer, new Map([[id, live]]));
      else known.set(id, live);
    }
  }

  remove(id: string): void {
    const live = this.#byId.get(id);
    if (live === undefined) return;
    this.#byId.delete(id);
    for (const issuer of live.rule.issuers) {
      const known = this.#byIssuer.get(issuer);
      known?.delete(id);
      if (known?.size === 0) this.#byIssuer.delete(issuer);
    }
  }

  has(id: string): boolean {
    return this.#byId.has(id);
  }

  /** Returns the enabled rules that name an issuer, compared exactly, oldest first; none when `issuer` is not a string. */
  ofIssuer(issuer: unknown): LiveRule[] {
    const known = typeof issuer === "string" ? this.#byIssuer.get(issuer) : undefined;
    return [...(known?.values() ?? [])]
      .filter(({ rule }) => rule.enabled)
      .sort((one, other) => byAge(one.rule, other.rule));
  }

  /** All rules, disabled ones too, in no particular order. */
  all(): AuthRule[] {
    return [...this.#byId.values()].map(({ rule }) => rule);
  }
}

/** Orders rules by age, the oldest first. The id decides between rules of one moment, so that all processes agree. */
export function byAge(one: AuthRule, other: AuthRule): number {
  const difference = one.createdAt.getTime() - other.createdAt.getTime();
  return difference !== 0 ? difference : one.id < other.id ? -1 : 1;
}
