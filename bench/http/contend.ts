import { median, medianRatio } from "../interleave.ts";
import { load, type Served, type Target } from "./load.ts";

/** The length of a race. */
export interface Course {
  /**
   * The number of requests before the first round. They warm up the compilers, including the embedded database's
   * compiler.
   */
  readonly warmUp: number;
  readonly rounds: number;
  /**
   * How long each turn is loaded before it is measured, in seconds. In a pause, V8 returns the memory in which it
   * creates objects, and then takes about a second of garbage collections to grow it again.
   */
  readonly ramp: number;
  /** The measured duration of each contender's turn in a round, in seconds. */
  readonly seconds: number;
}

const LONG: Course = { warmUp: 20_000, rounds: 8, ramp: 1, seconds: 3 };

/** The results of one contender, by round. */
export type Race = readonly Served[];

/** Loads the servers in turns, in a different order each round, so that noise affects all servers equally. */
export async function contend<Name extends string>(
  targets: Record<Name, Target>,
  { warmUp, rounds, ramp, seconds }: Course = LONG,
): Promise<Record<Name, Race>> {
  const names = Object.keys(targets) as Name[];
  const races = Object.fromEntries(names.map((name) => [name, [] as Served[]])) as Record<Name, Served[]>;
  for (const name of names) await load(targets[name], { amount: warmUp });
  for (let round = 0; round < rounds; round += 1) {
    const shift = round % names.length;
    const turns = [...names.slice(shift), ...names.slice(0, shift)];
    // Alternate the direction, so that no contender always follows the same one.
    if (round % 2 === 1) turns.reverse();
    for (const name of turns) {
      await load(targets[name], { seconds: ramp });
      races[name].push(await load(targets[name], { seconds }));
    }
  }
  return races;
}

/** Returns the median of a figure over the rounds. */
export const middle = (race: Race, figure: keyof Served) => median(race.map((served) => served[figure]));

/** Returns the median of the per-round ratios of two contenders. */
export const ratioOf = (of: Race, to: Race, figure: keyof Served) =>
  medianRatio(
    of.map((served) => served[figure]),
    to.map((served) => served[figure]),
  );
