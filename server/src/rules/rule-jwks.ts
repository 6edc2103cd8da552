import { createJwksCache, type JwksCache } from "../../../src/verify/jwks/jwks-cache.ts";
import type { ProjectSettings } from "../config/project-settings.ts";
import { emitJwksFetches } from "../events/emit-jwks-fetches.ts";
import { fetchJwks } from "../jwks/fetch-jwks.ts";
import type { AuthRule } from "./auth-rule.ts";

/**
 * The caches of providers' keys, one per auth rule. A changed rule gets a new cache only if its JWKS URL has changed.
 */
export interface RuleJwks {
  cacheOf(rule: AuthRule): JwksCache;
  forget(id: string): void;
  /** Drops the caches of all rules that are not in the given collection. */
  retain(rules: { has(id: string): boolean }): void;
}

/** Creates the {@link RuleJwks} of a project. */
export function createRuleJwks(settings: ProjectSettings): RuleJwks {
  const caches = new Map<string, { jwksUrl: string; jwks: JwksCache }>();
  return {
    cacheOf({ id, jwksUrl }) {
      const cached = caches.get(id);
      if (cached?.jwksUrl === jwksUrl) return cached.jwks;
      const load = () => fetchJwks(jwksUrl, settings.allowInsecureJwks, settings.providerNetwork);
      const ruleOf = { project: settings.projectId, ruleId: id };
      const jwks = createJwksCache(emitJwksFetches(load, ruleOf, settings.onEvent), settings.now);
      caches.set(id, { jwksUrl, jwks });
      return jwks;
    },
    forget: (id) => void caches.delete(id),
    retain(rules) {
      for (const id of caches.keys()) if (!rules.has(id)) caches.delete(id);
    },
  };
}
