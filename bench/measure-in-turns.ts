export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** The duration of one operation, in nanoseconds, for each contender and round. */
export type RoundTimes<Name extends string> = Record<Name, number[]>;

/**
 * Runs an operation `count` times. A contender that also does other work returns the duration of the operations alone,
 * in milliseconds. For any other contender, {@link measureInTurns} measures the whole call.
 */
export type Contender = ((count: number) => Promise<void>) | ((count: number) => Promise<number>);

/**
 * Measures the contenders. Each round calls every contender with `count`, in an order that changes from round to round.
 * A busy machine slows all contenders of a round equally. The ratios within a round are therefore reliable even on a
 * busy machine. Before the `rounds` measured rounds, `warmUp` rounds run without measurement.
 */
export async function measureInTurns<Name extends string>(
  contenders: Record<Name, Contender>,
  { rounds, warmUp, count }: { rounds: number; warmUp: number; count: number },
): Promise<RoundTimes<Name>> {
  const names = Object.keys(contenders) as Name[];
  const times = Object.fromEntries(names.map((name) => [name, [] as number[]])) as RoundTimes<Name>;
  for (let round = -warmUp; round < rounds; round += 1) {
    const shift = (round + warmUp) % names.length;
    const turns = [...names.slice(shift), ...names.slice(0, shift)];
    // Reverse the order in every second round. Otherwise, each contender would always follow the same other contender,
    // and its time would include collecting the garbage of that contender.
    if (round % 2 === 0) turns.reverse();
    for (const name of turns) {
      const start = performance.now();
      const reportedMs = await contenders[name](count);
      const nanoseconds = ((reportedMs ?? performance.now() - start) * 1e6) / count;
      if (round >= 0) times[name].push(nanoseconds);
    }
  }
  return times;
}

/** Returns the median of the ratios `of[round] / to[round]`. */
export function medianRatio(of: readonly number[], to: readonly number[]): number {
  return median(of.map((value, round) => value / (to[round] ?? Number.NaN)));
}
