import { groupBy } from "../base/group-by.ts";
import { canBeEqual, literalOf, type Shape, shapesOf } from "./workspace-shapes.ts";

interface Entry {
  readonly template: string;
  readonly shape: Shape;
}

/** All shapes that have claims in the same segments. See {@link Shape}. */
interface Mask {
  readonly hasClaim: readonly boolean[];
  readonly entries: Entry[];
  /**
   * Indexes of `entries`, created on first use. The outer key lists the compared segments, such as `0,2`. The inner key
   * is the text of those segments in a template.
   */
  readonly byLiterals: Map<string, Map<string, Entry[]>>;
}

/**
 * Finds the templates that can produce the same workspace id as a given template.
 *
 * In a segment where neither template has a claim, two such templates must have the same text. The index looks up these
 * texts, so few templates must be compared. This is true even if each of many tenants has its own prefix.
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
   * Returns the templates that can produce the same workspace id as this template. The result includes the template
   * itself if it is in the index.
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
