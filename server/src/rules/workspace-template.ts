import { findIdFault } from "../../../src/core/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { findClaimPathFault, isBlocked, readClaim } from "../jwt/read-claim.ts";
import { splitOptional } from "./split-optional.ts";

interface Placeholder {
  /** The claims that may hold it; the first that the token has counts. */
  claims: readonly string[];
  isOptional: boolean;
  /** The literal text up to the next placeholder or the end. */
  after: string;
}

interface WorkspaceTemplate {
  before: string;
  placeholders: readonly Placeholder[];
}

const PLACEHOLDER = /\$\{([^${}]+)\}/g;

/** Parses a template such as `${org_id?}:${sub}` or `${org_id|o.id?}:${sub}`; gives a sentence on what is wrong instead. */
export function parseWorkspaceTemplate(template: string): WorkspaceTemplate | string {
  const found = [...template.matchAll(PLACEHOLDER)];
  if (found.length === 0) return "must hold a claim, written as $ and its name in braces";
  const placeholders = found.map((match, index): Placeholder => {
    const end = match.index + match[0].length;
    const { name, isOptional } = splitOptional(match[1] ?? "");
    return { claims: name.split("|"), isOptional, after: template.slice(end, found[index + 1]?.index) };
  });
  const fault = placeholders
    .flatMap(({ claims }) => claims.map(findClaimPathFault))
    .find((problem) => problem !== null);
  if (fault !== undefined) return `has a claim that ${fault}`;
  const before = template.slice(0, found[0]?.index);
  const literals = [before, ...placeholders.map(({ after }) => after)].filter((text) => text !== "");
  if (literals.some((text) => /[${}]/.test(text) || findIdFault(text) !== null)) {
    return "must have no blanks and no $ { } outside of claims";
  }
  if (placeholders.slice(0, -1).some(({ after }) => after === "")) return "must have a separator between two claims";
  if (placeholders.at(-1)?.isOptional) return "must end with a claim that every token has";
  if (placeholders.filter(({ isOptional }) => isOptional).length > 1) return "may have one claim with ? only";
  return { before, placeholders };
}

/**
 * Fills a template from a token's claims; throws `workspace_id_invalid` with the claim.
 *
 * A claim that is followed by another must not contain the separator: otherwise two different pairs, as
 * `a:b` + `c` and `a` + `b:c`, would share one workspace. Where a claim may be missing that goes for the last one too,
 * so that the user `a:b` never stands in the workspace of the organization `a`.
 */
export function fillWorkspaceTemplate(template: string, payload: Readonly<Record<string, unknown>>): string {
  const parsed = parseWorkspaceTemplate(template);
  if (typeof parsed === "string") throw new Error(`The stored workspace template ${parsed}.`);
  const { before, placeholders } = parsed;
  const afterOptional = placeholders.find(({ isOptional }) => isOptional)?.after;
  let workspaceId = before;
  placeholders.forEach(({ claims, isOptional, after }, index) => {
    const claim = claims.find((name) => isGiven(payload, name)) ?? claims.join("|");
    const value = readClaim(payload, claim);
    if (isOptional && !isGiven(payload, claim)) return;
    const problem = findIdFault(value);
    if (problem !== null) throw new Refusal("workspace_id_invalid", { claim, problem });
    const text = String(value);
    const isLast = index === placeholders.length - 1;
    // Its end and the separator's beginning must not make a separator either.
    const runsOver = !isLast && (text + after).indexOf(after) < text.length;
    if (runsOver || (afterOptional !== undefined && text.includes(afterOptional))) {
      throw new Refusal("workspace_id_invalid", { claim, problem: "must not contain the separator" });
    }
    workspaceId += text + after;
  });
  const problem = findIdFault(workspaceId);
  if (problem !== null) {
    throw new Refusal("workspace_id_invalid", {
      claim: placeholders.map(({ claims }) => claims.join("|")).join(", "),
      problem,
    });
  }
  return workspaceId;
}

/** Whether a token has a claim, or something of another shape in its place: then it is not one that lacks the claim. */
function isGiven(payload: Readonly<Record<string, unknown>>, claim: string): boolean {
  const value = readClaim(payload, claim);
  return value === undefined ? isBlocked(payload, claim) : value !== null;
}
