import { findIdFault } from "../../../src/core/ids.ts";
import { Refusal } from "../base/refusal.ts";
import { findClaimPathFault, isBlocked, readClaim } from "../jwt/read-claim.ts";
import { splitOptional } from "./split-optional.ts";

interface Placeholder {
  /** The alternative claims. The template uses the first one that the token contains. */
  claims: readonly string[];
  isOptional: boolean;
  /** The literal text after the placeholder, up to the next placeholder or the end of the template. */
  after: string;
}

interface WorkspaceTemplate {
  before: string;
  placeholders: readonly Placeholder[];
}

const PLACEHOLDER = /\$\{([^${}]+)\}/g;

/**
 * Parses a workspace template such as `${org_id?}:${sub}` or `${org_id|o.id?}:${sub}`. For an invalid template, returns
 * the problem as a clause, such as "must end with a required claim".
 */
export function parseWorkspaceTemplate(template: string): WorkspaceTemplate | string {
  const matches = [...template.matchAll(PLACEHOLDER)];
  if (matches.length === 0) return "must contain at least one claim, written as $ followed by its name in braces";
  const placeholders = matches.map((match, index): Placeholder => {
    const end = match.index + match[0].length;
    const { name, isOptional } = splitOptional(match[1] ?? "");
    return { claims: name.split("|"), isOptional, after: template.slice(end, matches[index + 1]?.index) };
  });
  const fault = placeholders
    .flatMap(({ claims }) => claims.map(findClaimPathFault))
    .find((problem) => problem !== null);
  if (fault !== undefined) return `contains an invalid claim path: it ${fault}`;
  const before = template.slice(0, matches[0]?.index);
  const literals = [before, ...placeholders.map(({ after }) => after)].filter((text) => text !== "");
  if (literals.some((text) => /[${}\s]/.test(text))) return "must not contain spaces, or $, { or } outside a claim";
  const literalFault = literals.map(findIdFault).find((problem) => problem !== null);
  if (literalFault !== undefined) return literalFault;
  if (placeholders.slice(0, -1).some(({ after }) => after === "")) return "must have a separator between claims";
  if (placeholders.at(-1)?.isOptional) return "must end with a required claim";
  if (placeholders.filter(({ isOptional }) => isOptional).length > 1) return "must have at most one optional claim";
  return { before, placeholders };
}

const MAX_PARSED = 1000;
const parsedTemplates = new Map<string, WorkspaceTemplate>();

/** Returns the parsed form of a stored template. Caches parsed templates, and empties the cache when it is full. */
function readTemplate(template: string): WorkspaceTemplate {
  const cached = parsedTemplates.get(template);
  if (cached !== undefined) return cached;
  const parsed = parseWorkspaceTemplate(template);
  if (typeof parsed === "string") throw new Error(`The stored workspace template ${parsed}.`);
  if (parsedTemplates.size >= MAX_PARSED) parsedTemplates.clear();
  parsedTemplates.set(template, parsed);
  return parsed;
}

/**
 * Returns the workspace id that a template produces from a token's claims. Throws `workspace_id_invalid` with the name
 * of the invalid claim.
 *
 * A claim must not contain the separator that follows it in the template. Otherwise, with `${a}:${b}`, the values `a:b`
 * and `c` would produce the same workspace as `a` and `b:c`. No separator follows the last claim, so the last claim may
 * contain `:` in this example.
 *
 * If a template has an optional claim, no claim may contain the separator that follows the optional claim. Otherwise,
 * `${org?}:${sub}` would produce the same workspace for two users: `a:b` without an organization, and `b` of the
 * organization `a`.
 */
export function fillWorkspaceTemplate(template: string, payload: Readonly<Record<string, unknown>>): string {
  const { before, placeholders } = readTemplate(template);
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
    // The end of the claim and the start of the separator may together form the separator at an earlier position. The
    // code therefore searches in the claim and the separator as one text.
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
 * Returns whether a token contains a claim with a value other than null. Also returns true if a parent in the claim's
 * path is not an object, because the claim is then malformed, not missing. Example: `o.id` in `{ "o": "org_1" }`.
 */
function isGiven(payload: Readonly<Record<string, unknown>>, claim: string): boolean {
  const value = readClaim(payload, claim);
  return value === undefined ? isBlocked(payload, claim) : value !== null;
}
