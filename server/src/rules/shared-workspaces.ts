import type { AuthRule, AuthRuleContent } from "./auth-rule.ts";
import { parseWorkspaceTemplate } from "./workspace-template.ts";

/** Two rules in force whose users can end up in one workspace. */
export interface SharedWorkspaces {
  /** The ids of both, the older first. */
  ruleIds: readonly [string, string];
  message: string;
  remedy: string;
}

/** A template cut at its punctuation. A claim inside a segment is a null. */
type Segments = readonly (readonly (string | null)[])[];

/**
 * Finds the enabled rules whose templates can name the same workspace, such as `${org_id?}:${sub}` of one issuer and
 * `${sub}` of another: a user of one provider would then see the threads of a user of the other.
 *
 * Claims are taken to hold no punctuation of the templates. The same template of the same issuers means the same users.
 */
export function findSharedWorkspaces(rules: readonly AuthRule[]): SharedWorkspaces[] {
  const live = rules.filter(({ enabled }) => enabled);
  return live.flatMap((newer, index) =>
    live
      .slice(0, index)
      .filter((older) => canShare(older, newer))
      .map((older): SharedWorkspaces => {
        const others = live.filter(({ id }) => id !== newer.id);
        return {
          ruleIds: [older.id, newer.id],
          message: `Rules ${older.name} (${older.id}) and ${newer.name} (${newer.id}) can name the same workspace: \`${older.workspace}\` and \`${newer.workspace}\`.`,
          remedy: `If their users are different people, set the workspace of ${newer.id} to \`${withPrefix(newer, others)}\`.`,
        };
      }),
  );
}

/** The warnings that concern one rule. */
export const warningsOf = (rules: readonly AuthRule[], id: string): SharedWorkspaces[] =>
  findSharedWorkspaces(rules).filter(({ ruleIds }) => ruleIds.includes(id));

type Compared = Pick<AuthRuleContent, "workspace" | "issuers" | "userClaim">;

function canShare(one: Compared, other: Compared): boolean {
  if (one.workspace === other.workspace && (isWithin(one, other) || isWithin(other, one))) return false;
  const shapes = shapesOf(other.workspace);
  return shapesOf(one.workspace).some((shape) => shapes.some((each) => canBeEqual(shape, each)));
}

const isWithin = (one: Compared, other: Compared) => one.issuers.every((issuer) => other.issuers.includes(issuer));

/** The template's forms: with and without its optional claim. */
function shapesOf(template: string): Segments[] {
  const parsed = parseWorkspaceTemplate(template);
  if (typeof parsed === "string") return [];
  const { before, placeholders } = parsed;
  const all = toSegments([before, ...placeholders.flatMap(({ after }) => [null, after])]);
  const always = placeholders.filter(({ isOptional }) => !isOptional);
  if (always.length === placeholders.length) return [all];
  return [all, toSegments([before, ...always.flatMap(({ after }) => [null, after])])];
}

function toSegments(parts: readonly (string | null)[]): Segments {
  const segments: (string | null)[][] = [[]];
  for (const part of parts) {
    if (part === null) segments.at(-1)?.push(null);
    // The punctuation is a segment of its own, so that two templates have to agree in it.
    for (const piece of part?.split(/([^\p{L}\p{N}])/u) ?? []) {
      if (/^[^\p{L}\p{N}]$/u.test(piece)) segments.push([piece], []);
      else if (piece !== "") segments.at(-1)?.push(piece);
    }
  }
  return segments;
}

function canBeEqual(one: Segments, other: Segments): boolean {
  return one.length === other.length && one.every((segment, index) => canMatch(segment, other[index] ?? []));
}

/** Compares what stands before the first and after the last claim; anything can be between. */
function canMatch(one: Segments[number], other: Segments[number]): boolean {
  if (!one.includes(null) && !other.includes(null)) return one.join("") === other.join("");
  const [start, end] = edgesOf(one);
  const [otherStart, otherEnd] = edgesOf(other);
  return isEither(start, otherStart, "startsWith") && isEither(end, otherEnd, "endsWith");
}

function edgesOf(segment: Segments[number]): [start: string, end: string] {
  const first = segment.indexOf(null);
  if (first < 0) return [segment.join(""), segment.join("")];
  return [segment.slice(0, first).join(""), segment.slice(segment.lastIndexOf(null) + 1).join("")];
}

const isEither = (one: string, other: string, test: "startsWith" | "endsWith") => one[test](other) || other[test](one);

/** The rule's template behind a literal that keeps it apart from all others: its provider's or its own name. */
function withPrefix(rule: AuthRule, others: readonly AuthRule[]): string {
  const name =
    (rule.provider ?? rule.name).toLowerCase().replace(/[^a-z0-9]/g, "") || rule.id.replace(/[^A-Za-z0-9]/g, "");
  const numbered = rule.id.slice(-4).toLowerCase();
  const candidates = [":", "::", "/", "//"].flatMap((mark) => [`${name}${mark}`, `${name}${numbered}${mark}`]);
  const isApart = (prefix: string) =>
    others.every((other) => !canShare(other, { ...rule, workspace: prefix + rule.workspace }));
  return `${candidates.find(isApart) ?? `${rule.id}:`}${rule.workspace}`;
}
