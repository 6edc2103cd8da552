import type { AuthRule, AuthRuleInput } from "./auth-rule.ts";

/** The input that would make a rule again; its undo after a deletion, under a new id. */
export function toRuleInput(rule: AuthRule): AuthRuleInput {
  const { id: _, revision: __, createdAt: ___, updatedAt: ____, provider, issuers, audiences, ...rest } = rule;
  return {
    ...rest,
    ...(provider === null ? {} : { provider }),
    issuer: issuers,
    ...(audiences.length === 0 ? {} : { audience: audiences }),
  };
}
