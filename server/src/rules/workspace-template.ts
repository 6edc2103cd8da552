import { findIdFault } from "../../../src/core/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { findClaimPathFault, isBlocked, readClaim } from "../jwt/read-claim.ts";
import { splitOptional } from "./split-optional.ts";

interface Placeholder {
  /** The alternative claims; the first one that the token has is used. */
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

/**
 * Parses a template such as `${org_id?}:${sub}` or `${org_id|o.id?}:${sub}`. Returns the problem as a clause if it is
 * invalid.
 */
export function parseWorkspaceTemplate(template: string): WorkspaceTemplate | string {
  const found = [...template.matchAll(PLACEHOLDER)];
  if (found.length === 0) return "must contain a claim, written as $ and its name in braces";
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
    return "must not contain spaces, nor $ { } outside of claims";
  }
  if (placeholders.slice(0, -1).some(({ after }) => after === "")) return "must have a separator between two claims";
  if (placeholders.at(-1)?.isOptional) return "must end with a claim that every token has";
  if (placeholders.filter(({ isOptional }) => isOptional).length > 1) return "may contain only one claim with ?";
  return { before, placeholders };
}

/**
 * Fills a template with a token's claims. Throws `workspace_id_invalid`, which names the claim.
 *
 * A claim that precedes another must not contain the separator: otherwise two pairs such as `a:b` + `c` and `a` + `b:c`
 * would share a workspace. With an optional claim, this applies to the last claim too, so that the user `a:b` never
 * enters
 * the workspace of the organization `a`.
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
    // Nor may the end of the text and the start of the separator form a separator.
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

/**
 * Returns whether a token has a claim. A value of another shape in its place counts too, since the claim is then not
 * missing.
 */
function isGiven(payload: Readonly<Record<string, unknown>>, claim: string): boolean {
  const value = readClaim(payload, claim);
  return value === undefined ? isBlocked(payload, claim) : value !== null;
}
