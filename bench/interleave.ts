/** Returns the median of the values. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The duration of each contender's operation by round, in nanoseconds. */
export type Rounds<Name extends string> = Record<Name, number[]>;

/** Runs an operation `count` times. If the contender also does other work, it returns the milliseconds to count. */
export type Contender = ((count: number) => Promise<void>) | ((count: number) => Promise<number>);

/**
 * Runs contenders in turns, in a different order each round. A busy machine slows all contenders equally, so the ratios
 * of a round are reliable even if its times are not. Each contender runs its operation `count` times.
 */
export async function interleave<Name extends string>(
  contenders: Record<Name, Contender>,
  { rounds, warmUp, count }: { rounds: number; warmUp: number; count: number },
): Promise<Rounds<Name>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Rounds<Name>;
  for (let round = -warmUp; round < rounds; round += 1) {
    const shift = (round + warmUp) % names.length;
    const turns = [...names.slice(shift), ...names.slice(0, shift)];
    // Alternate the direction. Otherwise a contender would always follow the same one and pay for that one's garbage.
    if (round % 2 === 0) turns.reverse();
    for (const name of turns) {
      const start = performance.now();
      const own = await contenders[name](count);
      const nanoseconds = ((own ?? performance.now() - start) * 1e6) / count;
      if (round >= 0) times[name].push(nanoseconds);
    }
  }
  return times;
}

/** Returns the median of the per-round ratios. */
export function medianRatio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((value, round) => value / (to[round] ?? Number.NaN)));
}
