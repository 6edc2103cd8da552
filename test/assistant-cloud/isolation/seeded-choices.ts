/** Random choices that a seed reproduces. */
export interface SeededChoices {
  /** Returns a random integer from 0 to `bound - 1`. */
  nextInteger(bound: number): number;
  /** Returns one item of a non-empty list. */
  pick<T>(list: readonly T[]): T;
}

/** Creates {@link SeededChoices} with the generator mulberry32. */
export function createSeededChoices(seed: number): SeededChoices {
  let state = seed;
  const nextInteger = (bound: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
  return { nextInteger, pick: (list) => list[nextInteger(list.length)] as (typeof list)[number] };
}
