import { groupBy } from "../base/group-by.ts";
import type { AuthRule } from "./auth-rule.ts";
import { TemplateIndex } from "./template-index.ts";

/** The maximum number of pairs in one result. Any further pairs usually have the same cause. */
const MAX_WARNINGS = 50;

/** Two enabled rules that let users of different providers share a workspace. */
export interface SharedWorkspaces {
  /** The ids of both rules, the older rule's id first. */
  ruleIds: readonly [string, string];
  message: string;
  remedy: string;
}

type WorkspaceRule = Pick<AuthRule, "id" | "workspace" | "issuers">;

/**
 * Finds pairs of enabled rules whose templates can produce the same workspace id. A user of one provider could then
 * read the threads of a user of the other provider. For example, one rule has the template `${org_id?}:${sub}`, and a
 * rule with another issuer has the template `${sub}`.
 *
 * The search assumes that claims do not contain the punctuation of the templates. The search also assumes that two
 * rules with equal templates have the same users if one rule has all issuers of the other rule.
 *
 * @param rules oldest first
 * @param ids the ids of rules. Every returned pair includes at least one of these rules. Default: all rules.
 * @returns at most 50 pairs
 */
export function findSharedWorkspaces(rules: readonly AuthRule[], ids?: readonly string[]): SharedWorkspaces[] {
  const enabledRules = rules.filter(({ enabled }) => enabled);
  const ages = new Map(enabledRules.map(({ id }, age) => [id, age]));
  const selectedIds = ids === undefined ? null : new Set(ids);
  const findSharers = createSharers(enabledRules);
  const pairs: SharedWorkspaces[] = [];
  for (const rule of enabledRules) {
    if (selectedIds?.has(rule.id) === false) continue;
    const isOlder = (other: AuthRule) => (ages.get(other.id) ?? 0) < (ages.get(rule.id) ?? 0);
    for (const other of findSharers(rule)) {
      // A pair of two selected rules is found twice. It is reported once, for the newer rule.
      if (!isOlder(other) && (selectedIds === null || selectedIds.has(other.id))) continue;
      const [older, newer] = isOlder(other) ? [other, rule] : [rule, other];
      pairs.push({
        ruleIds: [older.id, newer.id],
        message: `Rules ${older.name} (${older.id}) and ${newer.name} (${newer.id}) can name the same workspace: \`${older.workspace}\` and \`${newer.workspace}\`.`,
        remedy: `If their users are different people, set the workspace of ${newer.id} to \`${withPrefix(newer, findSharers)}\`.`,
      });
      if (pairs.length === MAX_WARNINGS) return pairs;
    }
  }
  return pairs;
}

/**
 * Yields the other rules that can produce a workspace id of the given rule. Skips rules that have the same users as the
 * given rule.
 */
type FindSharers = (rule: WorkspaceRule) => Generator<AuthRule>;

function createSharers(live: readonly AuthRule[]): FindSharers {
  // Rules with the same template and the same issuers have the same users. They form a group, and the loop compares
  // only one rule of each group.
  const byTemplate = groupBy(live, ({ workspace }) => workspace);
  const groups = new Map(
    [...byTemplate].map(([template, rules]) => [template, groupBy(rules, ({ issuers }) => JSON.stringify(issuers))]),
  );
  const index = new TemplateIndex(groups.keys());
  return function* (rule) {
    for (const template of index.matching(rule.workspace)) {
      for (const group of groups.get(template)?.values() ?? []) {
        const [sample] = group;
        if (sample === undefined || (template === rule.workspace && areSameUsers(rule, sample))) continue;
        yield* group.filter(({ id }) => id !== rule.id);
      }
    }
  };
}

const areSameUsers = (one: WorkspaceRule, other: WorkspaceRule) => isWithin(one, other) || isWithin(other, one);
const isWithin = (one: WorkspaceRule, other: WorkspaceRule) =>
  one.issuers.every((issuer) => other.issuers.includes(issuer));

/**
 * Returns the rule's template with an added prefix. The resulting template cannot produce a workspace id of another
 * rule. The prefix derives from the rule's provider, or from the rule's name if the rule has no provider. If such a
 * prefix is not unique, the prefix also contains a part of the rule's id, or consists of the whole id.
 */
function withPrefix(rule: AuthRule, findSharers: FindSharers): string {
  const name =
    (rule.provider ?? rule.name).toLowerCase().replace(/[^a-z0-9]/g, "") || rule.id.replace(/[^A-Za-z0-9]/g, "");
  const idSuffix = rule.id.slice(-4).toLowerCase();
  const candidates = [":", "::", "/", "//"].flatMap((mark) => [`${name}${mark}`, `${name}${idSuffix}${mark}`]);
  const isUnshared = (prefix: string) =>
    findSharers({ ...rule, workspace: prefix + rule.workspace }).next().done === true;
  return `${candidates.find(isUnshared) ?? `${rule.id}:`}${rule.workspace}`;
}
