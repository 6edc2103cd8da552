import { parseWorkspaceTemplate } from "./workspace-template.ts";

/**
 * The segments of a workspace template. Each punctuation character is one segment, and separates two other segments. A
 * segment is a list of texts and nulls; null represents a claim. Example: `acme:${sub}` has three segments: `acme`, `:`
 * and a claim.
 */
export type Shape = readonly Segment[];
type Segment = readonly (string | null)[];

/**
 * Returns the possible shapes of a workspace template. A template with an optional claim has two shapes: one with the
 * claim and one without the claim. An invalid template has no shapes.
 */
export function shapesOf(template: string): Shape[] {
  const parsed = parseWorkspaceTemplate(template);
  if (typeof parsed === "string") return [];
  const { before, placeholders } = parsed;
  const all = toShape([before, ...placeholders.flatMap(({ after }) => [null, after])]);
  const always = placeholders.filter(({ isOptional }) => !isOptional);
  if (always.length === placeholders.length) return [all];
  return [all, toShape([before, ...always.flatMap(({ after }) => [null, after])])];
}

function toShape(parts: readonly (string | null)[]): Shape {
  const segments: (string | null)[][] = [[]];
  for (const part of parts) {
    if (part === null) segments.at(-1)?.push(null);
    // Two templates can produce the same workspace id only if they have the same punctuation. Each punctuation
    // character is therefore a segment of its own.
    for (const piece of part?.split(/([^\p{L}\p{N}])/u) ?? []) {
      if (/^[^\p{L}\p{N}]$/u.test(piece)) segments.push([piece], []);
      else if (piece !== "") segments.at(-1)?.push(piece);
    }
  }
  return segments;
}

/** Returns whether some values of the claims let two shapes produce the same workspace id. */
export function canBeEqual(one: Shape, other: Shape): boolean {
  return one.length === other.length && one.every((segment, index) => canMatch(segment, other[index] ?? []));
}

/** Returns the text of a segment; null if the segment contains a claim. */
export function literalOf(segment: Segment): string | null {
  return segment.includes(null) ? null : segment.join("");
}

/**
 * Returns whether two segments can produce the same text. A claim can have any text. Only the text before the first
 * claim and the text after the last claim are therefore compared.
 */
function canMatch(one: Segment, other: Segment): boolean {
  if (!one.includes(null) && !other.includes(null)) return one.join("") === other.join("");
  const [start, end] = edgesOf(one);
  const [otherStart, otherEnd] = edgesOf(other);
  return isEither(start, otherStart, "startsWith") && isEither(end, otherEnd, "endsWith");
}

function edgesOf(segment: Segment): [start: string, end: string] {
  const first = segment.indexOf(null);
  if (first < 0) return [segment.join(""), segment.join("")];
  return [segment.slice(0, first).join(""), segment.slice(segment.lastIndexOf(null) + 1).join("")];
}

const isEither = (one: string, other: string, test: "startsWith" | "endsWith") => one[test](other) || other[test](one);
