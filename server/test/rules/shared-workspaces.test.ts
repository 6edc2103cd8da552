import { describe, expect, test } from "vitest";
import type { AuthRule } from "../../src/rules/auth-rule.ts";
import { findSharedWorkspaces } from "../../src/rules/shared-workspaces.ts";

const user = `\${sub}`;
const member = `\${org_id?}:\${sub}`;

let count = 0;
const rule = (workspace: string, more: Partial<AuthRule> = {}): AuthRule => {
  const id = `rule_${++count}`;
  const base = { id, name: `Rule ${count}`, provider: "clerk", issuers: [`https://${count}.example`], enabled: true };
  return { ...base, workspace, userClaim: "sub", ...more } as AuthRule;
};

describe("S69 two rules that can produce the same workspace", () => {
  test.each([
    [member, user],
    [user, user],
    [user, `\${email}`],
    [`\${org_id}:\${sub}`, `\${tenant}:\${oid}`],
    [`\${tenant}/\${sub}`, `acme/\${sub}`],
    [`u\${sub}`, user],
    [`\${sub}-x`, `\${org}-\${place}`],
  ])("S69 warns about two issuers whose rules have the templates %s and %s", (one, other) => {
    const rules = [rule(one), rule(other)];
    const [warning, ...rest] = findSharedWorkspaces(rules);
    expect(rest).toEqual([]);
    expect(warning).toMatchObject({ ruleIds: [rules[0]?.id, rules[1]?.id] });
    expect(warning?.message).toContain(`\`${one}\` and \`${other}\``);
    // The remedy must work: with the proposed template there is no warning.
    const proposed = /to `([^`]+)`\.$/.exec(warning?.remedy ?? "")?.[1] ?? "";
    expect(proposed).not.toBe("");
    expect(findSharedWorkspaces([rules[0], { ...rules[1], workspace: proposed }] as AuthRule[])).toEqual([]);
  });

  test.each([
    [`a:\${sub}`, `b:\${sub}`],
    [`\${org_id}:\${sub}`, user],
    [`\${org_id}:\${sub}`, `\${org_id}/\${sub}`],
    [`u\${sub}`, `v\${sub}`],
    [`\${sub}.eu`, `\${sub}.us`],
  ])("S69 does not warn about two issuers whose rules have the templates %s and %s", (one, other) => {
    expect(findSharedWorkspaces([rule(one), rule(other)])).toEqual([]);
  });

  test("S69 does not warn about two rules of one issuer, or about a disabled rule", () => {
    const issuers = ["https://one.example"];
    expect(findSharedWorkspaces([rule(user, { issuers }), rule(user, { issuers })])).toEqual([]);
    expect(findSharedWorkspaces([rule(user), rule(user, { enabled: false })])).toEqual([]);
  });

  test("S69 warns about two rules with the same template, unless one rule's issuers include the other's", () => {
    const of = (...hosts: string[]) => rule(user, { issuers: hosts.map((host) => `https://${host}.example`) });
    expect(findSharedWorkspaces([of("a", "b"), of("b", "c")])).toHaveLength(1);
    expect(findSharedWorkspaces([of("a", "b"), of("b")])).toEqual([]);
    expect(findSharedWorkspaces([of("b"), of("a", "b")])).toEqual([]);
  });

  test("S69 returns only the warnings that concern the specified rules", () => {
    const rules = [rule(user), rule(`\${a}:\${b}`), rule(user)];
    expect(findSharedWorkspaces(rules, [rules[1]?.id ?? ""])).toEqual([]);
    expect(findSharedWorkspaces(rules, [rules[2]?.id ?? ""])).toHaveLength(1);
  });
});
