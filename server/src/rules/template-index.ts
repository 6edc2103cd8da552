import { groupBy } from "../base/group-by.ts";
import { canBeEqual, literalOf, type Shape, shapesOf } from "./workspace-shapes.ts";

interface Entry {
  readonly template: string;
  readonly shape: Shape;
}

/** The template shapes that have claims in the same segments; see {@link Shape}. */
interface Mask {
  readonly hasClaim: readonly boolean[];
  readonly entries: Entry[];
  /**
   * One index of the entries for each set of segments that a lookup has compared. The literal texts of those segments
   * are the index's key.
   */
  readonly byLiterals: Map<string, Map<string, Entry[]>>;
}

/**
 * Finds templates that can produce the same workspace. Two such templates must have equal texts in every segment in
 * which neither has a claim. A lookup by those texts leaves few templates to compare, even if many tenants have
 * separate prefixes.
 */
export class TemplateIndex {
  readonly #masks = new Map<string, Mask>();

  constructor(templates: Iterable<string>) {
    for (const template of templates) {
      for (const shape of shapesOf(template)) {
        const hasClaim = shape.map((segment) => literalOf(segment) === null);
        const key = hasClaim.join();
        const mask: Mask = this.#masks.get(key) ?? { hasClaim, entries: [], byLiterals: new Map() };
        mask.entries.push({ template, shape });
        this.#masks.set(key, mask);
      }
    }
  }

  /**
   * Returns the templates that can produce a workspace of this template, including the template itself if it is in the
   * index.
   */
  matching(template: string): ReadonlySet<string> {
    const found = new Set<string>();
    for (const shape of shapesOf(template)) {
      for (const mask of this.#masks.values()) {
        if (mask.hasClaim.length !== shape.length) continue;
        for (const entry of candidates(mask, shape)) if (canBeEqual(shape, entry.shape)) found.add(entry.template);
      }
    }
    return found;
  }
}

function candidates(mask: Mask, shape: Shape): readonly Entry[] {
  const compared = shape.flatMap((segment, index) =>
    literalOf(segment) === null || mask.hasClaim[index] ? [] : [index],
  );
  const literalsOf = (of: Shape) => JSON.stringify(compared.map((index) => literalOf(of[index] ?? [])));
  let byLiterals = mask.byLiterals.get(compared.join());
  if (byLiterals === undefined) {
    byLiterals = groupBy(mask.entries, (entry) => literalsOf(entry.shape));
    mask.byLiterals.set(compared.join(), byLiterals);
  }
  return byLiterals.get(literalsOf(shape)) ?? [];
}
