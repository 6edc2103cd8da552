import { groupBy } from "../base/group-by.ts";
import { canBeEqual, literalOf, type Shape, shapesOf } from "./workspace-shapes.ts";

interface Entry {
  readonly template: string;
  readonly shape: Shape;
}

/** A group of shapes. All of them have the same number of segments and the same claim positions. See {@link Shape}. */
interface ShapeGroup {
  readonly hasClaim: readonly boolean[];
  readonly entries: Entry[];
  /**
   * The entries, keyed by the texts of the segments that the index compares. The outer key lists the positions of these
   * segments, such as `0,2`. The inner key contains their texts. The inner maps are created on first use.
   */
  readonly byLiterals: Map<string, Map<string, Entry[]>>;
}

/**
 * Finds the templates that can produce the same workspace id as a given template.
 *
 * The index compares the segments at the positions where neither template contains a claim. If the segments at such a
 * position have different texts, the templates cannot produce the same workspace id. The index looks up templates by
 * these texts, so the lookup is fast even for many templates with different prefixes.
 */
export class TemplateIndex {
  readonly #groups = new Map<string, ShapeGroup>();

  constructor(templates: Iterable<string>) {
    for (const template of templates) {
      for (const shape of shapesOf(template)) {
        const hasClaim = shape.map((segment) => literalOf(segment) === null);
        const key = hasClaim.join();
        const group: ShapeGroup = this.#groups.get(key) ?? { hasClaim, entries: [], byLiterals: new Map() };
        group.entries.push({ template, shape });
        this.#groups.set(key, group);
      }
    }
  }

  /**
   * Returns the templates that can produce the same workspace id as `template`. The result includes `template` if the
   * index contains it.
   */
  matching(template: string): ReadonlySet<string> {
    const templates = new Set<string>();
    for (const shape of shapesOf(template)) {
      for (const group of this.#groups.values()) {
        if (group.hasClaim.length !== shape.length) continue;
        for (const entry of candidates(group, shape)) if (canBeEqual(shape, entry.shape)) templates.add(entry.template);
      }
    }
    return templates;
  }
}

function candidates(group: ShapeGroup, shape: Shape): readonly Entry[] {
  const compared = shape.flatMap((segment, index) =>
    literalOf(segment) === null || group.hasClaim[index] ? [] : [index],
  );
  const literalsOf = (of: Shape) => JSON.stringify(compared.map((index) => literalOf(of[index] ?? [])));
  let byLiterals = group.byLiterals.get(compared.join());
  if (byLiterals === undefined) {
    byLiterals = groupBy(group.entries, (entry) => literalsOf(entry.shape));
    group.byLiterals.set(compared.join(), byLiterals);
  }
  return byLiterals.get(literalsOf(shape)) ?? [];
}
